package consort.ledger.audit.statement;

import consort.ledger.fold.Pages;
import consort.ledger.fold.Rows;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Pieces of bytes, each as long as it is, one after another in pages. For one thread. */
final class Pieces {

    private static final int SHIFT = 16;
    private static final int PAGE_BYTES = 1 << SHIFT;

    private final Pages pages;
    private final List<ByteBuffer> kept = new ArrayList<>();
    /** Where each piece ends, and the next one begins. */
    private final Rows ends;

    Pieces(Pages pages) {
        this.pages = pages;
        this.ends = new Rows(pages, Long.BYTES);
    }

    void append(byte[] bytes) {
        long from = end(ends.count() - 1);
        for (int done = 0; done < bytes.length; ) {
            int length = Math.min(bytes.length - done, PAGE_BYTES - within(from + done));
            page(from + done).put(within(from + done), bytes, done, length);
            done += length;
        }
        ends.putLong(ends.add(), 0, from + bytes.length);
    }

    /** @param piece from 0 */
    byte[] get(int piece) {
        long from = end(piece - 1);
        byte[] bytes = new byte[(int) (end(piece) - from)];
        for (int done = 0; done < bytes.length; ) {
            int length = Math.min(bytes.length - done, PAGE_BYTES - within(from + done));
            page(from + done).get(within(from + done), bytes, done, length);
            done += length;
        }
        return bytes;
    }

    int size() {
        return ends.count();
    }

    /** Forgets all, and keeps the pages for what is to come. */
    void clear() {
        ends.clear();
    }

    private long end(int piece) {
        return piece < 0 ? 0 : ends.getLong(piece, 0);
    }

    private ByteBuffer page(long at) {
        int page = Math.toIntExact(at >> SHIFT);
        if (page == kept.size()) {
            kept.add(pages.page(PAGE_BYTES));
        }
        return kept.get(page);
    }

    private static int within(long at) {
        return (int) (at & PAGE_BYTES - 1);
    }
}
