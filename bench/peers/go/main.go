// The Go app of the comparison: net/http as it comes, one process, a goroutine a connection.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"time"
)

var hello = []byte("Hello, World!")
var block = make([]byte, 64*1024)

func text(w http.ResponseWriter, body []byte) {
	w.Header().Set("Content-Type", "text/plain")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body)
}

func number(r *http.Request, name string, otherwise int) int {
	if value, err := strconv.Atoi(r.URL.Query().Get(name)); err == nil {
		return value
	}
	return otherwise
}

// CPU time of the calling thread: RUSAGE_THREAD of getrusage(2).
func threadTime() time.Duration {
	var usage syscall.Rusage
	_ = syscall.Getrusage(1, &usage)
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func compute(amount time.Duration) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for end := threadTime() + amount; threadTime() < end; {
		for i := 0; i < 5000; i++ {
		}
	}
}

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { text(w, hello) })
	http.HandleFunc("/sleep", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(time.Duration(number(r, "ms", 50)) * time.Millisecond)
		text(w, hello)
	})
	http.HandleFunc("/cpu", func(w http.ResponseWriter, r *http.Request) {
		compute(time.Duration(number(r, "ms", 20)) * time.Millisecond)
		text(w, hello)
	})
	http.HandleFunc("/download", func(w http.ResponseWriter, r *http.Request) {
		left := number(r, "bytes", 10*1024*1024)
		w.Header().Set("Content-Type", "text/plain")
		w.Header().Set("Content-Length", strconv.Itoa(left))
		for left > 0 {
			part := block
			if left < len(part) {
				part = part[:left]
			}
			if _, err := w.Write(part); err != nil {
				return
			}
			left -= len(part)
		}
	})
	http.HandleFunc("/upload", func(w http.ResponseWriter, r *http.Request) {
		total, _ := io.Copy(io.Discard, r.Body)
		text(w, []byte(strconv.FormatInt(total, 10)))
	})
	if err := http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
