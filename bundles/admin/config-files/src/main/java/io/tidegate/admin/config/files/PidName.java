package io.tidegate.admin.config.files;

import java.util.regex.Pattern;

/** Names of configurations: {@code pid} or {@code factoryPid~name}. */
final class PidName {
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(~[A-Za-z0-9._-]+)?");

  private PidName() {}

  static boolean valid(String pid) {
    return pid.length() <= 200 && FORM.matcher(pid).matches();
  }

  /** Whether it names one of several configurations of a factory. */
  static boolean factory(String pid) {
    return pid.indexOf('~') >= 0;
  }
}
