package consort.examples.architecture;

import java.io.File;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.Year;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A class for each way to be impure, and one that is pure. Nothing runs them; the rule has to find them. */
final class Planted {

    private Planted() {
    }

    record Pure(List<String> names, byte[] bytes) {
        String shown(RandomGenerator random) {
            return String.join(",", names.stream().map(String::strip).sorted().toList()).toLowerCase(Locale.ROOT)
                    + HexFormat.of().formatHex(bytes) + Math.addExact(1, random.nextInt(9));
        }
    }

    // ---- clocks

    record SystemMillis() {
        long now() {
            return System.currentTimeMillis();
        }
    }

    record SystemNanos() {
        long now() {
            return System.nanoTime();
        }
    }

    record InstantNow() {
        Object now() {
            return Instant.now();
        }
    }

    record LocalTimeNow() {
        Object now() {
            return LocalTime.now();
        }
    }

    record YearNow() {
        Object now() {
            return Year.now();
        }
    }

    record NewDate() {
        long now() {
            return new Date().getTime();
        }
    }

    record AClock(Clock clock) {
    }

    record DefaultZone() {
        Object zone() {
            return ZoneId.systemDefault();
        }
    }

    // ---- randomness

    record MathRandom() {
        DoubleSupplier random() {
            return Math::random;
        }
    }

    record NewRandom() {
        int random() {
            return new Random().nextInt();
        }
    }

    record Secure() {
        int random() {
            return new SecureRandom().nextInt();
        }
    }

    record DefaultGenerator() {
        int random() {
            return RandomGenerator.getDefault().nextInt();
        }
    }

    record NamedGenerator() {
        int random() {
            return RandomGenerator.of("L64X128MixRandom").nextInt();
        }
    }

    record GeneratorFactory() {
        int random() {
            return RandomGeneratorFactory.getDefault().create().nextInt();
        }
    }

    record RandomUuid() {
        Object random() {
            return UUID.randomUUID();
        }
    }

    record Shuffle() {
        void shuffle(List<String> list) {
            Collections.shuffle(list);
        }
    }

    // ---- files, sockets, processes, the environment

    record OldFile() {
        boolean there() {
            return new File("x").exists();
        }
    }

    record OfPaths() {
        Object path() {
            return Paths.get("x");
        }
    }

    record OfPath() {
        Object path() {
            return Path.of("x");
        }
    }

    record OfFiles() {
        byte[] read(Path path) throws IOException {
            return Files.readAllBytes(path);
        }
    }

    record OfFileSystems() {
        Object system() {
            return FileSystems.getDefault();
        }
    }

    record RandomAccess() {
        void open() throws IOException {
            new RandomAccessFile("x", "r").close();
        }
    }

    record Reads() {
        void open() throws IOException {
            new FileReader("x").close();
        }
    }

    record Writes() {
        void open() throws IOException {
            new FileWriter("x").close();
        }
    }

    record Prints() {
        void say() {
            System.out.println("x");
        }
    }

    record Complains() {
        void say() {
            System.err.println("x");
        }
    }

    record StackTraces() {
        void say(Exception e) {
            e.printStackTrace();
        }
    }

    record Sockets() {
        void open() throws IOException {
            new Socket("localhost", 1).close();
        }
    }

    record Processes() {
        void start() throws IOException {
            new ProcessBuilder("true").start();
        }
    }

    record Environment() {
        String read() {
            return System.getenv("X");
        }
    }

    record Property() {
        boolean read() {
            return Boolean.getBoolean("x");
        }
    }

    record DefaultLocale() {
        Object read() {
            return Locale.getDefault();
        }
    }

    // ---- threads

    record Threads() {
        void start() {
            Thread.ofVirtual().start(() -> { });
        }
    }

    record Waits() {
        void waitFor(Object lock) throws InterruptedException {
            synchronized (lock) {
                lock.wait();
            }
        }
    }

    record Parallel() {
        long count() {
            return new ArrayList<>(List.of(1, 2)).parallelStream().count();
        }
    }

    record Atomic(AtomicLong counter) {
    }
}
