package io.tidegate.admin.release.tool;

import io.tidegate.codec.release.Purpose;
import io.tidegate.codec.release.Refusal;
import io.tidegate.codec.release.Signatures;
import io.tidegate.codec.release.SignedDocument;
import io.tidegate.codec.release.Signer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Adds signatures, and remembers which were there already. */
final class Signing {
  private final Purpose purpose;
  private final List<Signer> signers = new ArrayList<>();
  private final List<String> already = new ArrayList<>();

  /**
   * @param keys files
   */
  Signing(Purpose purpose, List<Path> keys) throws IOException {
    this.purpose = purpose;
    for (Path key : keys) {
      signers.add(KeyFile.signer(key));
    }
  }

  SignedDocument sign(SignedDocument document) throws Refusal {
    SignedDocument signed = document;
    for (Signer signer : signers) {
      if (isSigned(signed, signer)) {
        already.add(signer.key().id());
      } else {
        signed = signer.sign(purpose, signed);
      }
    }
    return signed;
  }

  private boolean isSigned(SignedDocument document, Signer signer) throws Refusal {
    return Signatures.read(document.signatures()).signatures().stream()
        .filter(each -> each.key().equals(signer.key().id()))
        .anyMatch(each -> signer.key().verifies(purpose, document.bytes(), each.bytes()));
  }

  /** Says by whom it had been signed before. */
  void tell(Map<String, Object> fields) {
    if (!already.isEmpty()) {
      fields.put("alreadySignedBy", List.copyOf(already));
    }
  }
}
