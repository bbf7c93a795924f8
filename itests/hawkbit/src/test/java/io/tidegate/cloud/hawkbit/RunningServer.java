package io.tidegate.cloud.hawkbit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One {@link HawkbitServer} for all tests of a run: it takes longest to start. */
final class RunningServer implements ParameterResolver {
  private record Shared(HawkbitServer server) implements CloseableResource {
    static Shared start(Class<?> key) {
      try {
        Path folder = Files.createTempDirectory(Path.of("target"), "hawkbit-");
        return new Shared(HawkbitServer.start(folder.toAbsolutePath()));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() throws InterruptedException {
      server.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == HawkbitServer.class;
  }

  @Override
  public HawkbitServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(RunningServer.class))
        .getOrComputeIfAbsent(RunningServer.class, Shared::start, Shared.class)
        .server();
  }
}
