package io.tidegate.admin.updates;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A folder of the machine's own file system, and everything that is changed in it through {@link
 * #root} written down in a {@link Trace}: whatever the code under test does, not what it says.
 */
final class TracedFiles extends FileSystem {
  private final Path real;
  private final Trace trace;
  private final Provider provider = new Provider();

  TracedFiles(Path real, Trace trace) {
    this.real = real.toAbsolutePath();
    this.trace = trace;
  }

  /** The folder, watched. */
  Path root() {
    return wrap(real);
  }

  private String name(Path path) {
    return real.relativize(path.toAbsolutePath()).toString();
  }

  private Path wrap(Path path) {
    return (Path)
        Proxy.newProxyInstance(
            TracedFiles.class.getClassLoader(),
            new Class<?>[] {Path.class, Traced.class},
            (self, method, arguments) -> call(path, method, arguments));
  }

  /** A path that is watched. */
  interface Traced {
    Path untraced();
  }

  private Object call(Path path, Method method, Object[] arguments) throws Throwable {
    switch (method.getName()) {
      case "untraced":
        return path;
      case "getFileSystem":
        return this;
      case "iterator":
        List<Path> names = new ArrayList<>();
        path.forEach(each -> names.add(wrap(each)));
        return names.iterator();
      default:
    }
    Object[] plain = arguments == null ? new Object[0] : arguments.clone();
    for (int i = 0; i < plain.length; i++) {
      plain[i] = plain[i] instanceof Traced traced ? traced.untraced() : plain[i];
    }
    try {
      Object result = method.invoke(path, plain);
      return result instanceof Path next ? wrap(next) : result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Path plain(Path path) {
    return path instanceof Traced traced ? traced.untraced() : path;
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(wrap(Path.of("/")));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return real.getFileSystem().getFileStores();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return real.getFileSystem().supportedFileAttributeViews();
  }

  @Override
  public Path getPath(String first, String... more) {
    return wrap(Path.of(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    throw new UnsupportedOperationException();
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException();
  }

  private final class Provider extends FileSystemProvider {
    private FileSystemProvider of(Path path) {
      return plain(path).getFileSystem().provider();
    }

    @Override
    public FileChannel newFileChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      Path file = plain(path);
      boolean writes = options.contains(StandardOpenOption.WRITE);
      boolean there = Files.exists(file);
      FileChannel channel = FileChannel.open(file, options, attributes);
      if (Files.isDirectory(file)) {
        return new TracedChannel(channel, () -> trace.flushed(name(file)), null);
      }
      if (!writes) {
        return channel;
      }
      if (options.contains(StandardOpenOption.APPEND)) {
        throw new UnsupportedOperationException("append");
      }
      Trace.Content content = there ? trace.content(name(file)) : trace.created(name(file));
      if (there && options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
        trace.truncated(content);
      }
      return new TracedChannel(
          channel, () -> trace.forced(content), (at, bytes) -> trace.wrote(content, at, bytes));
    }

    @Override
    public SeekableByteChannel newByteChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      return newFileChannel(path, options, attributes);
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
      Files.createDirectory(plain(folder), attributes);
      trace.madeFolder(name(plain(folder)));
    }

    @Override
    public void delete(Path path) throws IOException {
      Files.delete(plain(path));
      trace.deleted(name(plain(path)));
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
      Files.move(plain(from), plain(to), options);
      trace.renamed(name(plain(from)), name(plain(to)));
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) {
      throw new UnsupportedOperationException("copy");
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
        Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
      DirectoryStream<Path> stream = Files.newDirectoryStream(plain(folder));
      return new DirectoryStream<>() {
        @Override
        public Iterator<Path> iterator() {
          List<Path> all = new ArrayList<>();
          stream.forEach(path -> all.add(wrap(path)));
          return all.iterator();
        }

        @Override
        public void close() throws IOException {
          stream.close();
        }
      };
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
        Path path, Class<A> type, LinkOption... options) throws IOException {
      return Files.readAttributes(plain(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
        throws IOException {
      return Files.readAttributes(plain(path), names, options);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(
        Path path, Class<V> type, LinkOption... options) {
      return Files.getFileAttributeView(plain(path), type, options);
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options)
        throws IOException {
      Files.setAttribute(plain(path), name, value, options);
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
      of(path).checkAccess(plain(path), modes);
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
      return Files.isSameFile(plain(path), plain(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
      return Files.isHidden(plain(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
      return Files.getFileStore(plain(path));
    }

    @Override
    public String getScheme() {
      return "traced";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
      return TracedFiles.this;
    }

    @Override
    public Path getPath(URI uri) {
      return wrap(Path.of(uri));
    }
  }
}
