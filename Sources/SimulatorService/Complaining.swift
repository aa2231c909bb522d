import Glibc

/// One line on the error output, by one write.
func complain(_ text: String) {
  var bytes = Array("porate-sim: \(text)\n".utf8)
  _ = write(2, &bytes, bytes.count)
}
