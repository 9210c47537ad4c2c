package search

// Names of organisations say what they are in many ways. Words on one line mean
// the same; the first stands for all.
var sameWords = [][]string{
	{"sportvereniging", "sv", "sportver"},
	{"voetbalvereniging", "vv", "voetbalver", "voetbalclub"},
	{"tennisvereniging", "tv", "ltv", "tennisclub"},
	{"hockeyclub", "hc", "mhc", "hockeyvereniging"},
	{"korfbalvereniging", "kv"},
	{"gymnastiekvereniging", "gv"},
	{"muziekvereniging", "mv"},
	{"vereniging", "ver", "veren"},
	{"stichting", "st", "sticht", "sint"}, // St. is written for both
	{"basisschool", "bs", "obs", "cbs", "rkbs"},
	{"kinderdagverblijf", "kdv"},
	{"opvang", "bso", "buitenschoolseopvang"},
	{"gemeente", "gem"},
	{"woningstichting", "ws", "woningbouwvereniging", "wbv", "woningcorporatie"},
	{"huisartsenpraktijk", "huisartspraktijk", "huisartsen"},
	{"fysiotherapie", "fysio", "fysiotherapeut"},
	{"wijkcentrum", "wijkhuis"},
	{"buurthuis", "buurtcentrum"},
	{"bewonersgroep", "bewonersvereniging", "bewonersinitiatief"},
}

// littleWords tell nobody who is meant: articles, titles, legal forms.
var littleWords = []string{
	"de", "het", "een", "t", "van", "der", "den", "ten", "ter", "te", "en", "in", "la", "le", "el", "the", "of", "and",
	"bv", "nv", "cv", "vof", "ua", "dhr", "mevr", "mw", "dr", "drs", "mr", "ir", "ing", "prof",
}
