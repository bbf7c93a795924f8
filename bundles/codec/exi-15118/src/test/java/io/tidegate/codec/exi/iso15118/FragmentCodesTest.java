package io.tidegate.codec.exi.iso15118;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.exi.generator.Model;
import io.tidegate.codec.exi.iso15118.xmldsig.CanonicalizationMethod;
import io.tidegate.codec.exi.iso15118.xmldsig.DigestMethod;
import io.tidegate.codec.exi.iso15118.xmldsig.Reference;
import io.tidegate.codec.exi.iso15118.xmldsig.SignatureMethod;
import io.tidegate.codec.exi.iso15118.xmldsig.SignedInfo;
import io.tidegate.codec.exi.iso15118.xmldsig.XmldsigExi;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A fragment begins with a code over all names of a set: one name too few, and no signature
 * verifies.
 */
class FragmentCodesTest {
  /**
   * Code of the end of a fragment, which is the number of names and one, as codecs in the field
   * have it.
   */
  private static final Map<String, Integer> ENDS =
      Map.of("xmldsig", 46, "iso2", 244, "cm", 282, "ac", 155, "dc", 150);

  @Test
  void knowsEveryNameOfEverySet() throws Exception {
    Model model = Sets.model();
    ENDS.forEach(
        (set, end) -> assertThat(model.elementNames(model.schema(set))).as(set).hasSize(end - 1));
  }

  @Test
  void encodesSignedInfoByTheGrammarOfTheSignatureSchemaAlone() throws Exception {
    SignedInfo info =
        new SignedInfo(
            null,
            new CanonicalizationMethod("http://www.w3.org/TR/canonical-exi/"),
            new SignatureMethod("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", null),
            List.of(
                new Reference(
                    null,
                    null,
                    "#ID1",
                    null,
                    new DigestMethod("http://www.w3.org/2001/04/xmlenc#sha256"),
                    Bytes.ofHex("00".repeat(32)))));
    byte[] fragment = XmldsigExi.encodeSignedInfo(info);
    assertThat(HexFormat.of().formatHex(fragment)).startsWith("808112b4");
    assertThat(XmldsigExi.decodeSignedInfo(fragment)).isEqualTo(info);
  }
}
