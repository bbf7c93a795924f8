package io.tidegate.admin.config.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

class ReadersTest {
  private record Declared(long id, String file, String pid, List<String> fields) {}

  private final List<Declared> installed = new ArrayList<>();
  private final List<Long> read = new ArrayList<>();
  private long modified = 1;

  private final Readers readers =
      new Readers(
          fake(BundleContext.class, (name, arguments) -> bundles()),
          fake(MetaTypeService.class, (name, arguments) -> information((Bundle) arguments[0])));

  @Test
  void readsOnlyTheDescriptionsOfWhatIsAskedFor() {
    installed.add(new Declared(1, "io.tidegate.a.xml", "io.tidegate.a", List.of("port", "name")));
    installed.add(new Declared(2, "io.tidegate.b.xml", "io.tidegate.b", List.of("host")));
    installed.add(new Declared(3, "", "", List.of()));
    assertThat(readers.fields(Set.of("io.tidegate.a", "org.other")))
        .isEqualTo(Map.of("io.tidegate.a", Set.of("port", "name")));
    assertThat(read).containsExactly(1L);
  }

  @Test
  void findsADescriptionUnderAnyFileName() {
    installed.add(new Declared(1, "settings.xml", "io.tidegate.plugin", List.of("url")));
    installed.add(new Declared(2, "", "", List.of()));
    assertThat(readers.fields(Set.of("io.tidegate.plugin")))
        .isEqualTo(Map.of("io.tidegate.plugin", Set.of("url")));
    assertThat(read).containsOnly(1L);
  }

  @Test
  void knowsTheFieldsOfBothVersionsOfABundle() {
    installed.add(new Declared(1, "io.tidegate.a.xml", "io.tidegate.a", List.of("port")));
    installed.add(new Declared(2, "io.tidegate.a.xml", "io.tidegate.a", List.of("port", "name")));
    assertThat(readers.fields(Set.of("io.tidegate.a")))
        .isEqualTo(Map.of("io.tidegate.a", Set.of("port", "name")));
  }

  @Test
  void readsAgainOnlyWhenABundleOrTheQuestionHasChanged() {
    installed.add(new Declared(1, "io.tidegate.a.xml", "io.tidegate.a", List.of("port")));
    Set<String> pids = Set.of("io.tidegate.a");
    readers.fields(pids);
    readers.fields(pids);
    assertThat(read).hasSize(1);

    installed.set(0, new Declared(1, "io.tidegate.a.xml", "io.tidegate.a", List.of("address")));
    modified++;
    assertThat(readers.fields(pids)).isEqualTo(Map.of("io.tidegate.a", Set.of("address")));
    assertThat(read).hasSize(2);

    readers.fields(Set.of("io.tidegate.a", "io.tidegate.b"));
    assertThat(read).hasSizeGreaterThan(2);

    installed.clear();
    assertThat(readers.fields(pids)).isEmpty();
  }

  private Bundle[] bundles() {
    return installed.stream().map(this::bundle).toArray(Bundle[]::new);
  }

  private Bundle bundle(Declared declared) {
    return fake(
        Bundle.class,
        (name, arguments) ->
            switch (name) {
              case "getBundleId" -> declared.id;
              case "getLastModified" -> modified;
              case "getState" -> Bundle.ACTIVE;
              case "getEntry" -> entry(declared, (String) arguments[0]);
              default -> throw new UnsupportedOperationException(name);
            });
  }

  private static Object entry(Declared declared, String path) {
    boolean there =
        !declared.file.isEmpty()
            && Set.of("OSGI-INF/metatype/", "OSGI-INF/metatype/" + declared.file).contains(path);
    try {
      return there ? URI.create("file:/" + path).toURL() : null;
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  private MetaTypeInformation information(Bundle bundle) {
    read.add(bundle.getBundleId());
    Declared declared =
        installed.stream().filter(d -> d.id == bundle.getBundleId()).findFirst().orElseThrow();
    return fake(
        MetaTypeInformation.class,
        (name, arguments) ->
            switch (name) {
              case "getPids" -> new String[] {declared.pid};
              case "getFactoryPids" -> new String[0];
              case "getObjectClassDefinition" -> definition(declared.fields);
              default -> throw new UnsupportedOperationException(name);
            });
  }

  private static ObjectClassDefinition definition(List<String> fields) {
    return fake(
        ObjectClassDefinition.class,
        (name, arguments) ->
            fields.stream()
                .map(field -> fake(AttributeDefinition.class, (n, a) -> field))
                .toArray(AttributeDefinition[]::new));
  }

  private static <T> T fake(Class<T> type, BiFunction<String, Object[], Object> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer.apply(method.getName(), arguments)));
  }
}
