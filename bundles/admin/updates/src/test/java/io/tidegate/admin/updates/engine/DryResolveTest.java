package io.tidegate.admin.updates.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class DryResolveTest {
  private static final List<Needs.Offer> PLATFORM =
      List.of(
          new Needs.Offer(
              "osgi.ee",
              Map.of(
                  "osgi.ee",
                  "JavaSE",
                  "version",
                  List.of(new Version("1.5"), new Version("1.8"), new Version("17")))),
          new Needs.Offer(
              "osgi.native",
              Map.of(
                  "osgi.native.osname",
                  List.of("linux"),
                  "osgi.native.processor",
                  List.of("x86-64", "amd64"))),
          new Needs.Offer(
              "osgi.wiring.package",
              Map.of("osgi.wiring.package", "org.osgi.framework", "version", new Version("1.10"))));

  private static Needs bundle(String name, String... headers) {
    Map<String, String> map = new HashMap<>();
    map.put("Bundle-SymbolicName", name + ";singleton:=true");
    map.put("Bundle-Version", "1.0.0");
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i], headers[i + 1]);
    }
    return new Needs(map);
  }

  private static final Needs API =
      bundle("api", "Export-Package", "a.b;version=\"1.2.0\";uses:=\"a.c,a.d\",a.c;version=2.0");

  private static List<String> gaps(List<Needs> staying, List<Needs> going, Needs... coming) {
    return DryResolve.gaps(staying, going, List.of(coming), PLATFORM).stream()
        .map(gap -> (gap.lost() ? "lost: " : "missing: ") + gap.sentence())
        .toList();
  }

  @Test
  void findsEveryKindOfNeedMet() {
    Needs user =
        bundle(
            "user",
            "Import-Package",
            "a.b;version=\"[1.1,2)\",a.c,org.osgi.framework;version=\"[1.8,2)\",x.y;resolution:=optional",
            "Require-Bundle",
            "api;bundle-version=\"[1,2)\"",
            "Require-Capability",
            "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\","
                + "osgi.service;filter:=\"(objectClass=none)\";effective:=active");
    assertThat(gaps(List.of(API), List.of(), user)).isEmpty();
    assertThat(gaps(List.of(API), List.of(), bundle("part", "Fragment-Host", "api"))).isEmpty();
  }

  @Test
  void namesThePackageThatNobodyExports() {
    assertThat(gaps(List.of(API), List.of(), bundle("user", "Import-Package", "a.b,no.where")))
        .singleElement()
        .asString()
        .startsWith("missing: user 1.0.0 needs package no.where");
  }

  @Test
  void findsCapabilitiesOfTheSameBundlesManifests() {
    Needs extender =
        bundle(
            "scr",
            "Provide-Capability",
            "osgi.extender;osgi.extender=\"osgi.component\";version:Version=\"1.5\";l:List<Long>=\"1,2\"");
    Needs user =
        bundle(
            "user",
            "Require-Capability",
            "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.4.0)(!(version>=2.0.0)))\"");
    assertThat(gaps(List.of(extender), List.of(), user)).isEmpty();
    assertThat(gaps(List.of(), List.of(), user)).hasSize(1);
  }

  @Test
  void saysThatAPackageIsLostToThoseThatStay() {
    Needs user = bundle("user", "Import-Package", "a.b;version=\"[1.1,2)\"");
    Needs broken = bundle("api", "Export-Package", "a.b;version=2.0,a.c;version=2.0");
    assertThat(gaps(List.of(user), List.of(API), broken))
        .singleElement()
        .asString()
        .startsWith("lost: user 1.0.0 needs package a.b [1.1,2)");
    Needs good = bundle("api", "Export-Package", "a.b;version=1.3,a.c;version=2.0");
    assertThat(gaps(List.of(user), List.of(API), good)).isEmpty();
  }

  @Test
  void leavesAloneWhatWasNotMetBefore() {
    Needs lame = bundle("lame", "Import-Package", "no.where");
    assertThat(gaps(List.of(API, lame), List.of(), bundle("new"))).isEmpty();
  }

  @Test
  void refusesAManifestThatIsNone() {
    assertThatThrownBy(() -> new Needs(Map.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> bundle("x", "Import-Package", "a;version=\"[1,\""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> alone(String... headers) {
    return gaps(List.of(), List.of(), bundle("x", headers));
  }

  @Test
  void namesTheExecutionEnvironmentThatThisJavaIsNot() {
    String header = "Bundle-RequiredExecutionEnvironment";
    assertThat(alone(header, "JavaSE-99"))
        .singleElement()
        .asString()
        .contains("needs execution environment JavaSE-99, which nobody would offer");
    assertThat(alone(header, "nonsense")).hasSize(1);
    assertThat(alone(header, "CDC-1.1/Foundation-1.1,J2SE-1.5")).isEmpty();
    assertThat(alone(header, "JavaSE-1.8")).isEmpty();
    assertThat(alone(header, "JavaSE-17")).isEmpty();
  }

  @Test
  void namesNativeCodeThatIsForOtherMachines() {
    String header = "Bundle-NativeCode";
    assertThat(alone(header, "nix.dll;osname=win32"))
        .singleElement()
        .asString()
        .contains("needs a machine that its native code is for");
    assertThat(alone(header, "a.so;osname=Linux;processor=aarch64")).hasSize(1);
    assertThat(alone(header, "a.dll;osname=Win32,a.so;osname=Linux;processor=x86-64")).isEmpty();
    assertThat(alone(header, "a.so; osname=Linux; processor=x86; processor=\"AMD64\"")).isEmpty();
    assertThat(alone(header, "nix.dll;osname=win32,*")).isEmpty();
    assertThat(alone(header, "everywhere.so")).isEmpty();
  }

  @Test
  void refusesWhatNoFrameworkInstalls() {
    assertThatThrownBy(() -> bundle("x", "Import-Package", "a.b,c.d,a.b;version=1"))
        .hasMessage("it imports package a.b twice");
    assertThatThrownBy(() -> bundle("x", "Bundle-ManifestVersion", "3"))
        .hasMessage("Bundle-ManifestVersion 3 is not known");
    assertThat(alone("Bundle-ManifestVersion", "1")).isEmpty();
  }
}
