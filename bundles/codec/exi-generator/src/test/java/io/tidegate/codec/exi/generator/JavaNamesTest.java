package io.tidegate.codec.exi.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavaNamesTest {
  @Test
  void namesTypesAsJavaDoes() {
    assertThat(JavaNames.type("DC_ChargeLoopReq")).isEqualTo("DcChargeLoopReq");
    assertThat(JavaNames.type("BPT_Dynamic_DC_CLReqControlMode"))
        .isEqualTo("BptDynamicDcCLReqControlMode");
    assertThat(JavaNames.type("supportedAppProtocolReq")).isEqualTo("SupportedAppProtocolReq");
    assertThat(JavaNames.type("X509SKI")).isEqualTo("X509SKI");
    assertThat(JavaNames.type("V2G_Message")).isEqualTo("V2GMessage");
  }

  @Test
  void namesComponentsAsJavaDoes() {
    assertThat(JavaNames.component("EVSEMaximumChargePower_L2"))
        .isEqualTo("evseMaximumChargePowerL2");
    assertThat(JavaNames.component("PresentSOC")).isEqualTo("presentSOC");
    assertThat(JavaNames.component("EVCCID")).isEqualTo("evccid");
    assertThat(JavaNames.component("X509Data")).isEqualTo("x509Data");
    assertThat(JavaNames.component("eMAID")).isEqualTo("eMAID");
    assertThat(JavaNames.component("Object")).isEqualTo("objectValue");
  }

  @Test
  void namesConstantsAsJavaDoes() {
    assertThat(JavaNames.constant("FAILED_UnknownSession")).isEqualTo("FAILED_UNKNOWN_SESSION");
    assertThat(JavaNames.constant("WARNING_EIMAuthorizationFailure"))
        .isEqualTo("WARNING_EIM_AUTHORIZATION_FAILURE");
    assertThat(JavaNames.constant("MF-WPT1")).isEqualTo("MF_WPT1");
    assertThat(JavaNames.constant("Ongoing_WaitingForCustomerInteraction"))
        .isEqualTo("ONGOING_WAITING_FOR_CUSTOMER_INTERACTION");
  }
}
