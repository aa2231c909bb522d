extension DefectTests {
  /// What is wrong with a file before anybody asks what it says.
  static let yaml: [Spoilt] = [
    Spoilt(
      .electrodes, "", "",
      "1:1: the file is empty (start it with `schema: 1`)"),
    Spoilt(
      .electrodes, "", "\n  \n# nothing\n",
      "1:1: the file is empty (start it with `schema: 1`)"),
    Spoilt(
      .electrodes, "", "just words",
      "1:1: the file must be a section of keys (write `key: value` lines)"),
    Spoilt(
      .electrodes, "", "- a\n- b\n",
      "1:1: the file must be a section of keys (write `key: value` lines)"),
    Spoilt(
      .electrodes, "kind: plates", "kind: \"plates",
      "4:7: this is not YAML: a quote begins here and does not end (close it)"),
    Spoilt(
      .electrodes, "kind: plates", "\tkind: plates",
      "4:1: this is not YAML: found a tab character that violates indentation (check indentation, colons and "
        + "quotes up to here)"),
    Spoilt(
      .electrodes, "kind: plates", "kind plates",
      "4:1: this is not YAML: a key without a colon (write `key: value`)"),
    Spoilt(
      .electrodes, "kind: plates", "kind: plates\nkind: plates",
      "5:1: key `kind` is given twice, first in line 4 (keep one of them)"),
    Spoilt(
      .electrodes, "gap: chosen}", "gap: chosen, gap: chosen}",
      "13:52: key `gap` is given twice, first in line 13 (keep one of them)"),
    Spoilt(
      .electrodes, "title: Parallel plates", "title: &t Parallel plates",
      "3:8: anchors and aliases (`&`, `*`) are not allowed (write the values out; a text that begins so needs "
        + "quotes)"),
    Spoilt(
      .electrodes, "title: Parallel plates", "title: *t",
      "3:8: anchors and aliases (`&`, `*`) are not allowed (write the values out; a text that begins so needs "
        + "quotes)"),
    Spoilt(
      .electrodes, "title: Parallel plates", "title: !!str Parallel plates",
      "3:8: tags (`tag:yaml.org,2002:str`) are not allowed (leave the tag out)"),
    Spoilt(
      .electrodes, "title: Parallel plates", "<<: {title: x}\ntitle: Parallel plates",
      "3:1: unknown key `<<` in the file (known here: schema, name, title, description, kind, identity, "
        + "identity_chip, gaps, electrodes, pairs, max_voltage, max_field, impedance, current, citation, source)"),
    Spoilt(
      .electrodes, "title: Parallel plates", "title: Parallel plates\n? [a]\n: b",
      "4:3: a key must be plain text (write `key: value`)"),
    Spoilt(
      .electrodes, "title: Parallel plates", "title: [[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]",
      "3:24: brackets are nested too deep (at most 16 levels)"),
    Spoilt(
      .electrodes, "title: Parallel plates", "title:\n" + String(repeating: " ", count: 65) + "deep",
      "4:66: this is indented too deep (at most 64 columns)"),
    Spoilt(
      .electrodes, "schema: 1", "schema: 1\n---\nschema: 1",
      "2:1: a second document begins here (one file is one document)"),
    Spoilt(
      .electrodes, "title: Parallel plates", "title: Parallel \u{7} plates",
      "3:17: this is not text: character U+0007 is not allowed (remove it)"),
    Spoilt(
      .electrodes, "title: Parallel plates", "title: Parallel \u{202E}plates",
      "3:17: this is not text: character U+202E is not allowed (remove it)"),
    Spoilt(
      .electrodes, "title: Parallel plates", #"title: "Parallel \x1b[2J plates""#,
      "3:8: `title` holds a control character: `Parallel ?[2J plates` (write visible characters only)"),
    Spoilt(
      .daemon, "device: /dev/ttyUSB0", #"device: "/dev/ttyUSB0\0""#,
      "4:11: `device` holds a control character: `/dev/ttyUSB0?` (write visible characters only)"),
  ]
}
