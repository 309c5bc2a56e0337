package consort.bench.rounds;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What a program's folder takes, counted in one walk while it is at work: of two walks, one over a part of what the other counts, the
 * second may find less than the first, as a journal gives segments up in between.
 *
 * @param part bytes of one folder in it
 * @param other bytes of everything else
 */
record FolderBytes(long part, long other) {

    /** @param part the name of the folder in it that is counted by itself */
    static FolderBytes of(Path folder, String part) throws IOException {
        Count count = new Count(folder.resolve(part));
        Files.walkFileTree(folder, count);
        return new FolderBytes(count.inside, count.other);
    }

    FolderBytes plus(FolderBytes more) {
        return new FolderBytes(part + more.part, other + more.other);
    }

    private static final class Count extends SimpleFileVisitor<Path> {

        private final Path part;
        private long inside;
        private long other;

        private Count(Path part) {
            this.part = part;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.startsWith(part)) {
                inside += attributes.size();
            } else {
                other += attributes.size();
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            return passOver(failure);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
            return failure == null ? FileVisitResult.CONTINUE : passOver(failure);
        }

        /** What is gone by the time it is looked at takes no bytes. */
        private static FileVisitResult passOver(IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }
}
