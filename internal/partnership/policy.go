package partnership

import (
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// PolicySort is what a policy document is, as the Omgevingswet names them or
// otherwise.
type PolicySort string

// Sorts of policy documents.
const (
	Vision      PolicySort = "vision"
	Programme   PolicySort = "programme"
	Plan        PolicySort = "plan"
	Regulation  PolicySort = "regulation"
	OtherPolicy PolicySort = "other"
)

// PolicyDocument is a vision, a programme or a plan that somebody may have to
// do with.
type PolicyDocument struct {
	record.Head
	Title     string
	Sort      PolicySort
	Domain    Domain
	From      string
	Until     string
	Website   string
	Contact   id.ID
	Ambitions string
	Norms     string
}

// PolicyDocuments describes the kind.
func PolicyDocuments() *record.Type[PolicyDocument] {
	return record.Describe(record.Names{One: "policyDocument", Many: "policy-documents", Path: "beleidsstukken"},
		record.TextField("title", func(d *PolicyDocument) *string { return &d.Title }).Required().Listed().Found(3),
		record.ChoiceField("sort", func(d *PolicyDocument) *PolicySort { return &d.Sort }, Vision, Programme, Plan, Regulation, OtherPolicy).Listed().Filtered(),
		record.ChoiceField("domain", func(d *PolicyDocument) *Domain { return &d.Domain }, domains()...).Worded("kind.organisation.option.domains").Listed().Filtered(),
		record.DayField("starts", func(d *PolicyDocument) *string { return &d.From }),
		record.DayField("until", func(d *PolicyDocument) *string { return &d.Until }).Listed(),
		record.LinkField("website", func(d *PolicyDocument) *string { return &d.Website }),
		record.RefField("contact", "person", func(d *PolicyDocument) *id.ID { return &d.Contact }),
		record.ProseField("ambitions", func(d *PolicyDocument) *string { return &d.Ambitions }).Found(2),
		record.ProseField("norms", func(d *PolicyDocument) *string { return &d.Norms }).Found(2),
	).Becoming("policyFinding", "adviceRequest")
}

// FindingSort is what somebody found in a policy document.
type FindingSort string

// Sorts of findings.
const (
	Ambition    FindingSort = "ambition"
	Norm        FindingSort = "norm"
	Conflict    FindingSort = "conflict" // with another document
	Opportunity FindingSort = "opportunity"
)

// PolicyFinding is what a reader from another domain found in a document: two
// colleagues who scan each other's document see what its maker does not.
type PolicyFinding struct {
	record.Head
	What     string
	Sort     FindingSort
	Document id.ID
	Other    id.ID // the document that it conflicts with, or could work with
	Passage  string
	Reader   id.ID
	Next     string
}

// PolicyFindings describes the kind.
func PolicyFindings() *record.Type[PolicyFinding] {
	return record.Describe(record.Names{One: "policyFinding", Many: "policy-findings", Path: "vondsten"},
		record.TextField("what", func(f *PolicyFinding) *string { return &f.What }).Required().Listed().Found(3),
		record.ChoiceField("sort", func(f *PolicyFinding) *FindingSort { return &f.Sort }, Ambition, Norm, Conflict, Opportunity).Required().Listed().Filtered(),
		record.RefField("document", "policyDocument", func(f *PolicyFinding) *id.ID { return &f.Document }).Required().Listed().Filtered(),
		record.RefField("other", "policyDocument", func(f *PolicyFinding) *id.ID { return &f.Other }).Filtered(),
		record.TextField("passage", func(f *PolicyFinding) *string { return &f.Passage }),
		record.RefField("reader", "person", func(f *PolicyFinding) *id.ID { return &f.Reader }).Listed().OfThen(),
		record.ProseField("next", func(f *PolicyFinding) *string { return &f.Next }).Found(1),
	).ReadAs("sort", "what", "other").KeyedBy("what", "document").Becoming("adviceRequest", "agreement", "decision", "action", "success")
}
