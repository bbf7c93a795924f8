package io.tidegate.admin.pki.tool;

import io.tidegate.admin.pki.tool.Authority.Validity;
import java.security.GeneralSecurityException;
import java.time.Instant;

/**
 * A complete PKI of one kind of key: V2G root with the operator's authorities and the SECC, OEM
 * root with the vehicle, MO root with the contract, and the provisioning service (ISO 15118-2 annex
 * F, ISO 15118-20 annex B). For tests: keys are made in memory.
 *
 * @param v2gRoot above CPO and provisioning service
 * @param cpoSub1 below the V2G root
 * @param cpoSub2 below {@code cpoSub1}; issues the SECC's
 * @param secc the EVSE's side of TLS
 * @param oemRoot above vehicles
 * @param oemSub1 below the OEM root
 * @param oemSub2 below {@code oemSub1}; issues vehicles'
 * @param vehicle the vehicle's side of TLS 1.3; its CN is the EVCCID
 * @param provisioning what the vehicle asks for contract certificates with; its CN is the PCID
 * @param moRoot above contracts
 * @param moSub1 below the MO root
 * @param moSub2 below {@code moSub1}; issues contracts'
 * @param contract its CN is the eMAID
 * @param cpsSub1 below the V2G root
 * @param cpsSub2 below {@code cpsSub1}
 * @param cps signs installation data
 */
public record TestPki(
    Curve curve,
    Authority v2gRoot,
    Authority cpoSub1,
    Authority cpoSub2,
    Identity secc,
    Authority oemRoot,
    Authority oemSub1,
    Authority oemSub2,
    Identity vehicle,
    Identity provisioning,
    Authority moRoot,
    Authority moSub1,
    Authority moSub2,
    Identity contract,
    Authority cpsSub1,
    Authority cpsSub2,
    Identity cps) {
  /** The EVCCID in the vehicle's certificate. */
  public static final String EVCCID = "WMIV1234567890ABCDEX";

  /** The PCID in the provisioning certificate. */
  public static final String PCID = "WMIV1234567890ABCD";

  /** The eMAID in the contract's certificate. */
  public static final String EMAID = "DETDGC12345678";

  /**
   * Makes one.
   *
   * @param days that end entities' certificates hold; authorities' hold longer
   */
  public static TestPki make(Curve curve, Instant now, int days) throws GeneralSecurityException {
    Validity root = Validity.days(now, Math.max(14_600, days));
    Validity sub = Validity.days(now, Math.max(3650, days));
    Validity leaf = Validity.days(now, days);
    String mark = "O=Tidegate test " + curve;
    Authority v2g = Authority.root(curve, "CN=V2G root," + mark + ",DC=V2G", root);
    Authority cpo1 = v2g.sub("CN=CPO sub 1," + mark + ",DC=V2G", sub, 1);
    Authority cpo2 = cpo1.sub("CN=CPO sub 2," + mark + ",DC=V2G", sub, 0);
    Authority cps1 = v2g.sub("CN=CPS sub 1," + mark + ",DC=V2G", sub, 1);
    Authority cps2 = cps1.sub("CN=CPS sub 2," + mark + ",DC=V2G", sub, 0);
    Authority oem = Authority.root(curve, "CN=OEM root," + mark + ",DC=OEM", root);
    Authority oem1 = oem.sub("CN=OEM sub 1," + mark + ",DC=OEM", sub, 1);
    Authority oem2 = oem1.sub("CN=OEM sub 2," + mark + ",DC=OEM", sub, 0);
    Authority mo = Authority.root(curve, "CN=MO root," + mark + ",DC=MO", root);
    Authority mo1 = mo.sub("CN=MO sub 1," + mark + ",DC=MO", sub, 1);
    Authority mo2 = mo1.sub("CN=MO sub 2," + mark + ",DC=MO", sub, 0);
    return new TestPki(
        curve,
        v2g,
        cpo1,
        cpo2,
        cpo2.issue(Use.SECC, "CN=DETDGS0001," + mark + ",C=DE,DC=CPO", leaf),
        oem,
        oem1,
        oem2,
        oem2.issue(Use.VEHICLE, "CN=" + EVCCID + "," + mark + ",DC=OEM", leaf),
        oem2.issue(Use.PROVISIONING, "CN=" + PCID + "," + mark + ",DC=OEM", leaf),
        mo,
        mo1,
        mo2,
        mo2.issue(Use.CONTRACT, "CN=" + EMAID + "," + mark + ",DC=MO", leaf),
        cps1,
        cps2,
        cps2.issue(Use.CPS, "CN=CPS signer," + mark + ",DC=CPS", leaf));
  }

  /** For the tests of a day. */
  public static TestPki make(Curve curve) throws GeneralSecurityException {
    return make(curve, Instant.now(), 90);
  }
}
