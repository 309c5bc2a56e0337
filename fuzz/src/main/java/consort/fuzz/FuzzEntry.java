package consort.fuzz;

import java.io.File;
import java.lang.reflect.Constructor;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What Jazzer's driver calls in the fuzzer's process: its interface is these two static methods.
public final class FuzzEntry {
    /// The system property with the class path of the decoder and its test. It is not the class path of the process: there
    /// Jazzer reads every manifest at its start, and those of signed jars take longer than a short run.
    static final String CLASS_PATH = "consort.fuzzClassPath";

    private static AllocationCheck check;

    private FuzzEntry() {
    }

    /// @param arguments the name of the subclass of [DecoderFuzzTest]
    public static void fuzzerInitialize(String[] arguments) throws Throwable {
        ClassLoader loader = new URLClassLoader(urls(), FuzzEntry.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        Constructor<?> target = Class.forName(arguments[0], true, loader).getDeclaredConstructor();
        target.setAccessible(true);
        DecoderFuzzTest test = (DecoderFuzzTest) target.newInstance();
        check = new AllocationCheck(test);
        // Loads most classes, which takes its time on a busy machine, before time and memory of an input are looked at.
        for (byte[] seed : test.seeds()) {
            test.accepts(seed);
        }
    }

    private static URL[] urls() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String element : System.getProperty(CLASS_PATH).split(File.pathSeparator)) {
            urls.add(Path.of(element).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    public static void fuzzerTestOneInput(byte[] input) throws Throwable {
        check.check(input);
    }
}
