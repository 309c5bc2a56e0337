import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/**
 * What {@code packaging/build} looks at inside jars: {@code java UnpackJars.java CLASSES TEXTS JAR...} puts the classes that this
 * release of Java would load into the folder CLASSES, all jars over each other and without module descriptors, and the
 * licenses and notices that a jar carries into TEXTS/NAME-OF-JAR.
 *
 * <p>Without descriptors, because jdeps ends when one requires a module that is optional in fact and not there.
 */
final class UnpackJars {

    private static final Pattern TEXT = Pattern.compile(
            "(META-INF/)?(LICEN[SC]E|NOTICE|COPYING|AL2\\.0|LGPL2\\.1)[^/]*", Pattern.CASE_INSENSITIVE);

    private UnpackJars() {
    }

    public static void main(String[] arguments) throws IOException {
        Path classes = Path.of(arguments[0]);
        Path texts = Path.of(arguments[1]);
        for (String jar : List.of(arguments).subList(2, arguments.length)) {
            unpack(Path.of(jar), classes, texts);
        }
    }

    private static void unpack(Path jar, Path classes, Path texts) throws IOException {
        String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
        try (JarFile file = new JarFile(jar.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
            for (JarEntry entry : file.versionedStream().toList()) {
                String path = entry.getName();
                if (path.endsWith(".class") && !path.endsWith("module-info.class")) {
                    copy(file, entry, classes, path);
                } else if (TEXT.matcher(path).matches() && !entry.isDirectory()) {
                    copy(file, entry, texts, name + "/" + path.replaceFirst("^META-INF/", ""));
                }
            }
        }
    }

    private static void copy(JarFile file, JarEntry entry, Path folder, String path) throws IOException {
        Path target = folder.resolve(path).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("an entry of " + file.getName() + " points out of it: " + path);
        }
        Files.createDirectories(target.getParent());
        try (var in = file.getInputStream(entry)) {
            Files.write(target, in.readAllBytes());
        }
    }
}
