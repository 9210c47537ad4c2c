package rd_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/geo/rd"
)

// pipeline is EPSG:9281 and RD New written out, so that PROJ gives the same
// answer whether or not its correction grid is installed.
var pipeline = []string{
	"+proj=pipeline",
	"+step", "+proj=unitconvert", "+xy_in=deg", "+xy_out=rad",
	"+step", "+proj=push", "+v_3",
	"+step", "+proj=cart", "+ellps=GRS80",
	"+step", "+inv", "+proj=helmert", "+x=565.7381", "+y=50.4018", "+z=465.2904",
	"+rx=0.395025981036064", "+ry=-0.330772431242031", "+rz=1.87607329462821",
	"+s=4.07244", "+convention=coordinate_frame",
	"+step", "+inv", "+proj=cart", "+ellps=bessel",
	"+step", "+proj=pop", "+v_3",
	"+step", "+proj=sterea", "+lat_0=52.1561605555556", "+lon_0=5.38763888888889",
	"+k=0.9999079", "+x_0=155000", "+y_0=463000", "+ellps=bessel",
}

func TestAgainstPROJ(t *testing.T) {
	tool, err := exec.LookPath("cct")
	if err != nil {
		t.Skip("needs proj: cct of PROJ is not installed (Debian package proj-bin)")
	}
	const seed, points = 28992, 500
	random := rand.New(rand.NewPCG(seed, 0))
	var input strings.Builder
	lons, lats := make([]float64, points), make([]float64, points)
	for i := range points {
		lons[i], lats[i] = 3.3+3.9*random.Float64(), 50.75+2.8*random.Float64()
		fmt.Fprintf(&input, "%.12f %.12f 43 0\n", lons[i], lats[i])
	}
	command := exec.Command(tool, append([]string{"-d", "6"}, pipeline...)...)
	command.Stdin = strings.NewReader(input.String())
	var complaint bytes.Buffer
	command.Stderr = &complaint
	answer, err := command.Output()
	if err != nil {
		t.Fatalf("cct: %v: %s", err, complaint.String())
	}
	lines := strings.Split(strings.TrimSpace(string(answer)), "\n")
	if len(lines) != points {
		t.Fatalf("cct gave %d lines for %d points: %s", len(lines), points, complaint.String())
	}
	worst := 0.0
	for i, line := range lines {
		var wantX, wantY float64
		if _, err := fmt.Sscan(line, &wantX, &wantY); err != nil {
			t.Fatalf("line %q: %v", line, err)
		}
		x, y := rd.FromWGS84(lons[i], lats[i])
		worst = max(worst, math.Hypot(x-wantX, y-wantY))
	}
	t.Logf("greatest difference with PROJ over %d points: %.6f m", points, worst)
	if worst > 0.001 {
		t.Errorf("%.6f m from PROJ", worst)
	}
}
