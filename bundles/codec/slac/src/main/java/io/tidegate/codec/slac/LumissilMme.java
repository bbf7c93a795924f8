package io.tidegate.codec.slac;

/**
 * Messages to modems with chips of Lumissil (CG5317), as an open charging stack shows. Not verified
 * with a modem; the version of management messages that they want is not known (0 is written).
 */
public sealed interface LumissilMme extends Mme {
  /** NSCM_GET_VERSION. */
  record VersionReq(int request) implements LumissilMme {}

  record VersionCnf(int request, int major, int minor, int patch, int build)
      implements LumissilMme {}

  /** NSCM_RESET_DEVICE; it has no answer. */
  record ResetReq(int request) implements LumissilMme {}

  /** NSCM_GET_D_LINK_STATUS. */
  record LinkStatusReq(int request) implements LumissilMme {}

  record LinkStatusCnf(int request, boolean linked) implements LumissilMme {}
}
