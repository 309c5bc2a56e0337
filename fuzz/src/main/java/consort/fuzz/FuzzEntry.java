package consort.fuzz;

import java.lang.reflect.Constructor;

/// What Jazzer's driver calls in the fuzzer's process: its interface is these two static methods.
public final class FuzzEntry {
    private static AllocationCheck check;

    private FuzzEntry() {
    }

    /// @param arguments the name of the subclass of [DecoderFuzzTest]
    public static void fuzzerInitialize(String[] arguments) throws ReflectiveOperationException {
        Constructor<?> target = Class.forName(arguments[0]).getDeclaredConstructor();
        target.setAccessible(true);
        check = new AllocationCheck((DecoderFuzzTest) target.newInstance());
    }

    public static void fuzzerTestOneInput(byte[] input) throws Throwable {
        check.check(input);
    }
}
