package consort.settings;

import java.nio.file.Path;

/** Where something was written. */
sealed interface Where {

    /** For the beginning of a message. */
    String text(Path file);

    /** A line of the file; the first is 1. */
    record Line(int number) implements Where {
        @Override
        public String text(Path file) {
            return file + ", line " + number;
        }
    }

    /** A variable of the environment. */
    record Variable(String name) implements Where {
        @Override
        public String text(Path file) {
            return "the environment's " + name;
        }
    }

    /** Nowhere: the file has nothing. */
    record Missing() implements Where {
        @Override
        public String text(Path file) {
            return file.toString();
        }
    }
}
