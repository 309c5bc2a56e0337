package consort.ledger.fold;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Texts that few rows have, one after another. None is ever taken back. For one thread. */
final class Texts {

    private static final int SHIFT = 14;
    /** At least as much as the longest text with its length; only the last page is not full. */
    private static final int PAGE_BYTES = 1 << SHIFT;

    private final Pages pages;
    private final List<ByteBuffer> kept = new ArrayList<>();
    private int used = PAGE_BYTES;

    Texts(Pages pages) {
        this.pages = pages;
    }

    /** On the heap. */
    Texts(Texts other) {
        pages = Pages.HEAP;
        used = other.used;
        other.kept.forEach(page -> kept.add(pages.page(PAGE_BYTES).put(0, page, 0, PAGE_BYTES)));
    }

    /**
     * Keeps a text, if there is one.
     *
     * @param place where another may stand that it replaces; 0 for nowhere
     * @return where it stands; 0 for nowhere
     */
    long put(long place, Optional<String> text) {
        return text.equals(at(place)) ? place : text.map(this::add).orElse(0L);
    }

    /** What stands at a place. */
    Optional<String> at(long place) {
        if (place == 0) {
            return Optional.empty();
        }
        ByteBuffer page = kept.get((int) (place - 1 >> SHIFT));
        int at = (int) (place - 1 & PAGE_BYTES - 1);
        byte[] bytes = new byte[page.getInt(at)];
        page.get(at + Integer.BYTES, bytes);
        return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }

    private long add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Integer.BYTES + bytes.length;
        if (length > PAGE_BYTES) {
            throw new IllegalArgumentException("a text of " + bytes.length + " bytes");
        }
        if (used + length > PAGE_BYTES) {
            kept.add(pages.page(PAGE_BYTES));
            used = 0;
        }
        kept.getLast().putInt(used, bytes.length).put(used + Integer.BYTES, bytes);
        long place = ((long) kept.size() - 1 << SHIFT) + used + 1;
        used += length;
        return place;
    }
}
