package exchange

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"text/template"

	"go.yaml.in/yaml/v3"

	"github.com/koppelkans/koppelkans/internal/fault"
)

var (
	//go:embed words.nl.yaml
	wordsNL []byte
	//go:embed words.en.yaml
	wordsEN []byte
)

// Read once each: a report of a thousand findings asks a thousand times.
var (
	dutch   = sync.OnceValues(func() (map[string]string, error) { return readWords(wordsNL) })
	english = sync.OnceValues(func() (map[string]string, error) { return readWords(wordsEN) })
)

func readWords(data []byte) (map[string]string, error) {
	words := map[string]string{}
	if err := yaml.Unmarshal(data, &words); err != nil {
		return nil, fmt.Errorf("exchange: words: %w", err)
	}
	return words, nil
}

// Words gives every sentence that this package can say, by catalogue key, in
// "nl" or "en", in the template style of go-i18n. The map is shared and not
// to be changed.
func Words(language string) (map[string]string, error) {
	if language == "en" {
		return english()
	}
	return dutch()
}

// Speak makes a Say of such sentences, for tests and documentation.
func Speak(words map[string]string) Say {
	return func(key string, args fault.Args) string {
		sentence, err := template.New(key).Option("missingkey=error").Parse(words[key])
		if err != nil || words[key] == "" {
			return key
		}
		var text strings.Builder
		if err := sentence.Execute(&text, map[string]any(args)); err != nil {
			return key + ": " + err.Error()
		}
		return text.String()
	}
}
