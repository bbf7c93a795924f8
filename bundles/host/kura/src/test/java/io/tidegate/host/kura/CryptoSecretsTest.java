package io.tidegate.host.kura;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.security.SecretUnreadableException;
import java.util.Map;
import org.apache.felix.hc.api.Result;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.crypto.CryptoService;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;

class CryptoSecretsTest {
  /** Turns texts round, and says in its complaints what it was given, as ciphers do. */
  private static final CryptoService CRYPTO =
      new CryptoService() {
        @Override
        public char[] encryptAes(char[] value) {
          return new StringBuilder(new String(value)).reverse().toString().toCharArray();
        }

        @Override
        public char[] decryptAes(char[] kept) throws KuraException {
          String text = new String(kept);
          if (text.startsWith("checked")) {
            throw new KuraException();
          }
          if (text.startsWith("unchecked")) {
            throw new IllegalArgumentException(text);
          }
          return text.isEmpty() ? null : encryptAes(kept);
        }
      };

  private static CryptoSecrets secrets(String key) {
    return new CryptoSecrets(
        Fake.of(
            BundleContext.class,
            Map.of(
                "getProperty",
                name -> name[0].equals("org.eclipse.kura.core.crypto.secretKey") ? key : null)),
        CRYPTO);
  }

  @Test
  void revealsWhatKuraHasEncrypted() throws SecretUnreadableException {
    assertThat(secrets(null).reveal("emases")).isEqualTo("sesame".toCharArray());
  }

  @Test
  void tellsNobodyWhatItCouldNotRead() {
    for (String kept : new String[] {"checked sesame", "unchecked sesame", ""}) {
      assertThatThrownBy(() -> secrets(null).reveal(kept))
          .isInstanceOf(SecretUnreadableException.class)
          .hasMessageContaining("enter it again")
          .hasMessageNotContaining("sesame")
          .hasNoCause();
    }
  }

  @Test
  void isAmberWhileTheKeyIsTheOneOfTheSourceCode() {
    assertThat(secrets(null).execute().getStatus()).isEqualTo(Result.Status.WARN);
    assertThat(secrets("own").execute().getStatus()).isEqualTo(Result.Status.OK);
  }
}
