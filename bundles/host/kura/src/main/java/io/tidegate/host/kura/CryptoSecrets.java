package io.tidegate.host.kura;

import io.tidegate.api.security.SecretCodec;
import io.tidegate.api.security.SecretUnreadableException;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.crypto.CryptoService;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Reads password fields, which Kura hands out encrypted, through its CryptoService. Holds no
 * secret.
 */
@Component(
    name = CryptoSecrets.NAME,
    service = {SecretCodec.class, HealthCheck.class},
    property = {HealthCheck.NAME + "=kura secrets", HealthCheck.TAGS + "=tidegate"})
public final class CryptoSecrets implements SecretCodec, HealthCheck {
  static final String NAME = "io.tidegate.host.kura.secrets";

  /** Where a Kura is told its own key; without it the key is one that everybody can read. */
  private static final String KEY = "org.eclipse.kura.core.crypto.secretKey";

  private final CryptoService crypto;
  private final boolean ownKey;

  @Activate
  public CryptoSecrets(BundleContext context, @Reference CryptoService crypto) {
    this.crypto = crypto;
    this.ownKey = context.getProperty(KEY) != null;
  }

  @Override
  public char[] reveal(String kept) throws SecretUnreadableException {
    try {
      char[] secret = crypto.decryptAes(kept.toCharArray());
      if (secret == null) {
        throw new SecretUnreadableException("is not what Kura encrypts; enter it again");
      }
      return secret;
    } catch (KuraException | RuntimeException e) {
      // its message may hold what it could not decrypt
      throw new SecretUnreadableException(
          "was not encrypted by this Kura or with this key ("
              + e.getClass().getSimpleName()
              + "); enter it again");
    }
  }

  @Override
  public Result execute() {
    return ownKey
        ? new Result(Result.Status.OK, "passwords are kept by Kura's CryptoService")
        : new Result(
            Result.Status.WARN,
            "Kura encrypts passwords with the key of its source code: set the system property "
                + KEY);
  }
}
