package io.tidegate.codec.release;

import java.util.Locale;

/**
 * The gateway that a release is for.
 *
 * @param product e.g. {@code tidegate-site}
 * @param java feature version
 * @param platform e.g. {@code linux/amd64}, see {@link #platform(String, String)}
 * @param hardwareProfile name of the model; empty when none is set
 * @param device its id, for permits; empty when it has none
 */
public record Host(
    String product, int java, String platform, String hardwareProfile, String device) {
  /**
   * In the words of manifests.
   *
   * @param osName as Java's property {@code os.name} says it
   * @param osArch as {@code os.arch} does
   */
  public static String platform(String osName, String osArch) {
    String arch =
        switch (osArch) {
          case "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> osArch;
        };
    return osName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9].*", "") + "/" + arch;
  }
}
