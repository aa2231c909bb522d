import Settings
import Testing

/// Documents with one defect each: the complaint about it, at the right place, in the right words, and no other one.
@Suite struct DefectTests {
  @Test func `the documents are good before they are spoilt`() {
    #expect(Spoilt.complaint(.electrodes, Array(Documents.electrodes.utf8)) == nil)
    #expect(Spoilt.complaint(.protocolFile, Array(Documents.protocolFile.utf8)) == nil)
    #expect(Spoilt.complaint(.daemon, Array(Documents.daemon.utf8)) == nil)
    #expect(Spoilt.complaint(.calibration, Array(Documents.calibration.utf8)) == nil)
  }

  @Test(arguments: yaml + electrodes)
  func `a spoilt electrode file`(document: Spoilt) {
    #expect(document.complaint() == "f:" + document.expected)
  }

  @Test(arguments: protocols)
  func `a spoilt protocol file`(document: Spoilt) {
    #expect(document.complaint() == "f:" + document.expected)
  }

  @Test(arguments: daemon)
  func `a spoilt daemon file`(document: Spoilt) {
    #expect(document.complaint() == "f:" + document.expected)
  }

  @Test(arguments: calibrations)
  func `a spoilt calibration`(document: Spoilt) {
    #expect(document.complaint() == "SIM-0001-2026-11-23.yaml:" + document.expected)
  }
}
