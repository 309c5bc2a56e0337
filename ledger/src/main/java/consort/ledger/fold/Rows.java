package consort.ledger.fold;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of bytes of one width, numbered from 0. They take their bytes of {@link Pages} and little more: a state holds millions of them.
 * New rows are of zeros. For one thread.
 */
public final class Rows {

    private static final int SHIFT = 10;
    /** Rows in a block. Only the first grows to it, so that few rows take little: what a block leaves behind when it grows may never be used again. */
    private static final int BLOCK = 1 << SHIFT;

    private final Pages pages;
    private final int width;
    private final List<ByteBuffer> blocks = new ArrayList<>();
    private int count;

    public Rows(Pages pages, int width) {
        this.pages = pages;
        this.width = width;
    }

    /** On the heap. */
    Rows(Rows other) {
        pages = Pages.HEAP;
        width = other.width;
        count = other.count;
        other.blocks.forEach(block -> blocks.add(pages.page(block.capacity()).put(0, block, 0, block.capacity())));
    }

    public int count() {
        return count;
    }

    /** The number of a new row. */
    public int add() {
        int block = count >> SHIFT;
        int within = count & BLOCK - 1;
        if (block == blocks.size()) {
            blocks.add(pages.page(block == 0 ? width : BLOCK * width));
        } else if (blocks.get(block).capacity() == within * width) {
            int rows = Math.min(BLOCK, 2 * within);
            blocks.set(block, pages.page(rows * width).put(0, blocks.get(block), 0, within * width));
        }
        return count++;
    }

    /** Forgets all rows, and keeps their pages for those to come, which are not of zeros then. */
    public void clear() {
        count = 0;
    }

    public long getLong(int row, int at) {
        return block(row).getLong(place(row) + at);
    }

    public void putLong(int row, int at, long value) {
        block(row).putLong(place(row) + at, value);
    }

    int getInt(int row, int at) {
        return block(row).getInt(place(row) + at);
    }

    void putInt(int row, int at, int value) {
        block(row).putInt(place(row) + at, value);
    }

    byte getByte(int row, int at) {
        return block(row).get(place(row) + at);
    }

    void putByte(int row, int at, byte value) {
        block(row).put(place(row) + at, value);
    }

    byte[] getBytes(int row, int at, int length) {
        byte[] bytes = new byte[length];
        block(row).get(place(row) + at, bytes);
        return bytes;
    }

    void putBytes(int row, int at, byte[] bytes) {
        block(row).put(place(row) + at, bytes);
    }

    /** Whether these bytes stand there. */
    boolean holds(int row, int at, byte[] bytes) {
        ByteBuffer block = block(row);
        int from = place(row) + at;
        int same = 0;
        while (same < bytes.length && block.get(from + same) == bytes[same]) {
            same++;
        }
        return same == bytes.length;
    }

    /** Of rows that ascend by the number at {@code at}: the first whose number is not below this one, or {@link #count}. */
    public int firstNotBelow(int at, long number) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            if (getLong(middle, at) < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private ByteBuffer block(int row) {
        return blocks.get(row >> SHIFT);
    }

    private int place(int row) {
        return (row & BLOCK - 1) * width;
    }
}
