// Command devserver shows the pages with a made-up place, for work on the
// pages alone; it is not part of the product.
//
//	go run ./internal/web/devserver -listen 127.0.0.1:8899
package main

import (
	"flag"
	"log"
	"net/http"

	"github.com/koppelkans/koppelkans/internal/web"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:8899", "address")
	flag.Parse()
	handler, err := web.New(web.Options{Maps: newTown(), Version: "0.0 dev"})
	if err != nil {
		log.Fatal(err)
	}
	log.Println("http://" + *listen)
	log.Fatal(http.ListenAndServe(*listen, handler)) //nolint:gosec // loopback, for work on the pages only
}
