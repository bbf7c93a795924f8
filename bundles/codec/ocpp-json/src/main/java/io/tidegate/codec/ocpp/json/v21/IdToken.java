package io.tidegate.codec.ocpp.json.v21;

import java.util.List;

/**
 * What a driver identifies with.
 *
 * @param idToken not case-sensitive; at most 36 characters on 2.0.1, 255 on 2.1
 * @param type one of {@link IdTokenType} or, on 2.1, another
 */
public record IdToken(String idToken, String type, List<AdditionalInfo> additionalInfo) {
  public IdToken {
    additionalInfo = List.copyOf(additionalInfo);
  }

  /** A token without additions. */
  public IdToken(String idToken, String type) {
    this(idToken, type, List.of());
  }
}
