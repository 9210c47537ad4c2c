package chart

import "strings"

// Letters are measured without a font: the advance of each in thousandths of
// its size, as Atkinson Hyperlegible Next has it at weights 400 and 700, with
// figures of one width. A
// browser that falls back on another letter finds the room of spare.
const (
	spare      = 1.04
	firstRune  = ' '
	otherRune  = 670 // a letter that the tables do not have
	accentRune = 600 // à é ö
)

var regularAdvance = [95]uint16{
	280, 286, 301, 651, 592, 919, 731, 160, 299, 299, 485, 606, 210, 362, 210, 387,
	632, 632, 632, 632, 632, 632, 632, 632, 632, 632, 210, 210, 553, 628, 553, 480,
	778, 626, 613, 645, 669, 569, 552, 694, 694, 392, 512, 631, 541, 824, 693, 714,
	592, 724, 614, 592, 558, 690, 593, 856, 623, 575, 607, 317, 387, 344, 552, 372,
	243, 525, 566, 485, 564, 538, 314, 558, 550, 252, 245, 492, 262, 845, 550, 548,
	566, 574, 349, 471, 326, 540, 461, 684, 481, 449, 460, 344, 237, 344, 555,
}

var boldAdvance = [95]uint16{
	313, 303, 390, 765, 610, 969, 725, 210, 335, 335, 485, 595, 271, 373, 272, 440,
	632, 632, 632, 632, 632, 632, 632, 632, 632, 632, 272, 272, 569, 612, 569, 547,
	781, 678, 643, 658, 689, 597, 566, 718, 701, 425, 561, 664, 552, 858, 717, 747,
	629, 757, 650, 610, 607, 686, 644, 886, 685, 650, 618, 340, 440, 344, 582, 400,
	288, 552, 596, 510, 596, 563, 365, 593, 571, 300, 259, 555, 318, 882, 571, 576,
	596, 599, 376, 508, 376, 567, 530, 740, 540, 521, 506, 381, 254, 381, 537,
}

func advance(text string, table *[95]uint16) float64 {
	total := 0
	for _, r := range text {
		switch {
		case r >= firstRune && int(r-firstRune) < len(table):
			total += int(table[r-firstRune])
		case r == '\u00a0':
			total += int(table[0])
		case r >= 'à' && r <= 'ÿ':
			total += accentRune
		default:
			total += otherRune
		}
	}
	return float64(total) / 1000
}

// measure gives the width of a text with a strong part behind it.
func measure(text, strong string, size float64) float64 {
	return size * spare * (advance(text+between(text, strong), &regularAdvance) + advance(strong, &boldAdvance))
}

// between is the space before the strong part.
func between(text, strong string) string {
	if text == "" || strong == "" {
		return ""
	}
	return " "
}

// shorten cuts a text so that it fits with its strong part, and shows that it
// did. What has no room at all becomes empty.
func shorten(text, strong string, size, width float64) string {
	if measure(text, strong, size) <= width {
		return text
	}
	runes := []rune(text)
	for keep := len(runes) - 1; keep > 0; keep-- {
		cut := strings.TrimRight(string(runes[:keep]), " ,.-") + "…"
		if measure(cut, strong, size) <= width {
			return cut
		}
	}
	return ""
}
