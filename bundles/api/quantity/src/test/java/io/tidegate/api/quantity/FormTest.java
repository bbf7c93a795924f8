package io.tidegate.api.quantity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FormTest {
  private static final String ALPHABET = "aZ09._*+-: /\u00e9\u0661\u212a\n@[`{";

  private final Random random = new Random(11);

  private String name(int most) {
    StringBuilder name = new StringBuilder();
    boolean plain = random.nextBoolean();
    for (int n = random.nextInt(most); n > 0; n--) {
      name.append(ALPHABET.charAt(random.nextInt(plain ? 9 : ALPHABET.length())));
    }
    return name.toString();
  }

  @Test
  void isWhatItsExpressionSays() {
    Form evse = new Form("", "._*+-", 48, "[A-Za-z0-9][A-Za-z0-9._*+-]{0,47}");
    Form session = new Form("._-", "._-", 64, "[A-Za-z0-9._-]{1,64}");
    for (Form form : new Form[] {evse, session}) {
      Pattern pattern = Pattern.compile(form.toString());
      for (int i = 0; i < 20_000; i++) {
        String name = name(i % 2 == 0 ? 6 : 80);
        assertThat(form.fits(name)).as(name).isEqualTo(pattern.matcher(name).matches());
      }
      assertThat(form.fits(null)).isFalse();
    }
  }
}
