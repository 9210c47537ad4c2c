package mail

import (
	"bytes"
	"context"
	_ "embed"
	"html/template"
	"log/slog"
	"strings"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/i18n"
)

// Post writes letters and sends them.
type Post struct {
	Sender Sender
	Words  *i18n.Catalogue
	// Base is how readers reach the pages: https://kans.example.nl.
	Base string
}

//go:embed letter.html
var page string

// content is what a letter says.
type content struct {
	Lang, Site, Subject string
	Paragraphs          []string
	Lists               []account.LetterList // with whole addresses for paths
	Button, Link        string
	End                 string
}

// Send writes a letter and sends it.
func (p *Post) Send(ctx context.Context, letter account.Letter) error {
	message, err := p.write(letter)
	if err != nil {
		return err
	}
	return p.Sender.Send(ctx, message)
}

func (p *Post) write(letter account.Letter) (Message, error) {
	say := func(part string) string { return p.Words.T(letter.Lang, letter.Key+"."+part, i18n.Args(letter.Args)) }
	c := content{
		Lang: letter.Lang, Site: p.Words.T(letter.Lang, "site.name", nil), Subject: oneLine(say("subject")),
		Paragraphs: strings.Split(strings.TrimSpace(say("text")), "\n"), End: say("end"),
	}
	stop := ""
	if letter.StopPath != "" {
		stop = p.Base + letter.StopPath
		c.End += "\n" + stop
	}
	if letter.Path != "" {
		c.Button, c.Link = say("button"), p.Base+letter.Path
	}
	c.Lists = p.listed(letter.Lists)
	layout, err := template.New("letter").Parse(page)
	if err != nil {
		return Message{}, err
	}
	var html bytes.Buffer
	if err := layout.Execute(&html, c); err != nil {
		return Message{}, err
	}
	return Message{To: letter.To, Subject: c.Subject, Text: c.text(), HTML: html.String(), Stop: stop}, nil
}

// listed gives lists with the addresses that their lines lead to.
func (p *Post) listed(lists []account.LetterList) []account.LetterList {
	var all []account.LetterList
	for _, list := range lists {
		whole := account.LetterList{Heading: list.Heading}
		for _, line := range list.Lines {
			whole.Lines = append(whole.Lines, account.LetterLine{Text: oneLine(line.Text), Path: p.Base + line.Path})
		}
		all = append(all, whole)
	}
	return all
}

// text is the letter without marking.
func (c content) text() string {
	parts := append([]string(nil), c.Paragraphs...)
	for _, list := range c.Lists {
		lines := []string{list.Heading}
		for _, line := range list.Lines {
			lines = append(lines, "- "+line.Text+"\n  "+line.Path)
		}
		parts = append(parts, strings.Join(lines, "\n"))
	}
	if c.Link != "" {
		parts = append(parts, c.Button+":\n"+c.Link)
	}
	return strings.Join(append(parts, c.End, "-- \n"+c.Site), "\n\n") + "\n"
}

// oneLine keeps a name with line breaks from adding lines to the head of a
// letter.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// Log prints letters in the log instead of sending them. It is for trying the
// program out, and for whoever has no mail server: they pass the link on.
type Log struct{ Log *slog.Logger }

// Send prints a message.
func (l Log) Send(ctx context.Context, message Message) error {
	l.Log.LogAttrs(ctx, slog.LevelWarn, "letter not sent: there is no mail server", slog.String("to", message.To), slog.String("subject", message.Subject), slog.String("text", message.Text))
	return nil
}
