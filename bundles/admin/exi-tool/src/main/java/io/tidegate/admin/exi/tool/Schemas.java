package io.tidegate.admin.exi.tool;

import io.tidegate.admin.exi.tool.json.JsonSet;
import io.tidegate.admin.exi.tool.json.ac.AcSetJson;
import io.tidegate.admin.exi.tool.json.acdp.AcdpSetJson;
import io.tidegate.admin.exi.tool.json.cm.CmSetJson;
import io.tidegate.admin.exi.tool.json.dc.DcSetJson;
import io.tidegate.admin.exi.tool.json.din.DinSetJson;
import io.tidegate.admin.exi.tool.json.iso2.Iso2SetJson;
import io.tidegate.admin.exi.tool.json.sap.SapSetJson;
import io.tidegate.admin.exi.tool.json.wpt.WptSetJson;
import io.tidegate.admin.exi.tool.json.xmldsig.XmldsigSetJson;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The schema sets, and which of them a frame may be of. */
final class Schemas {
  private static final String TWENTY = "urn:iso:std:iso:15118:-20:";

  private static final Schema SAP =
      messages("sap", "urn:iso:15118:2:2010:AppProtocol", new SapSetJson());
  private static final Schema ISO2 =
      messages("iso2", "urn:iso:15118:2:2013:MsgDef", new Iso2SetJson());
  private static final Schema DIN = messages("din", "urn:din:70121:2012:MsgDef", new DinSetJson());
  private static final Schema ISO20 = messages("iso20", TWENTY + "CommonMessages", new CmSetJson());
  private static final Schema DC = messages("iso20-dc", TWENTY + "DC", new DcSetJson());
  private static final Schema AC = messages("iso20-ac", TWENTY + "AC", new AcSetJson());
  private static final Schema WPT = messages("iso20-wpt", TWENTY + "WPT", new WptSetJson());
  private static final Schema ACDP = messages("iso20-acdp", TWENTY + "ACDP", new AcdpSetJson());

  /** In the order in which a frame without a payload type is tried. */
  static final List<Schema> MESSAGES = List.of(SAP, ISO2, DIN, ISO20, DC, AC, WPT, ACDP);

  /** Never guessed: a fragment tells nothing of itself. */
  private static final List<Schema> FRAGMENTS =
      Stream.concat(
              MESSAGES.stream()
                  .filter(s -> !s.set().fragments().isEmpty())
                  .map(s -> new Schema(s.name() + "-fragment", "", s.set(), true)),
              Stream.of(
                  new Schema(
                      "xmldsig", "http://www.w3.org/2000/09/xmldsig#", new XmldsigSetJson(), true)))
          .toList();

  private Schemas() {}

  private static Schema messages(String name, String namespace, JsonSet set) {
    return new Schema(name, namespace, set, false);
  }

  /** By name or namespace. */
  static Optional<Schema> named(String name) {
    return Stream.concat(MESSAGES.stream(), FRAGMENTS.stream())
        .filter(s -> s.name().equals(name) || (!name.isEmpty() && s.namespace().equals(name)))
        .findFirst();
  }

  /** All names, for the help. */
  static String names() {
    return Stream.concat(MESSAGES.stream(), FRAGMENTS.stream())
        .map(Schema::name)
        .collect(Collectors.joining(" "));
  }

  /** Sets that a payload type of V2GTP stands for; empty for types that carry no EXI. */
  static List<Schema> ofPayload(int type) {
    return switch (type) {
      case 0x8001 -> List.of(SAP, ISO2, DIN);
      case 0x8002, 0x8101, 0x8102, 0x8104 -> List.of(ISO20);
      case 0x8003 -> List.of(AC);
      case 0x8004 -> List.of(DC);
      case 0x8005, 0x8103 -> List.of(ACDP);
      case 0x8006 -> List.of(WPT);
      default -> List.of();
    };
  }
}
