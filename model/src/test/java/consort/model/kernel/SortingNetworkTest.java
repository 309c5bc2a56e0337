package consort.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SortingNetworkTest {
    /// A network that sorts all columns of zeros and ones sorts everything (Knuth 5.3.4, theorem Z): each of them is a column.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
    void sortsEveryColumnOfZerosAndOnes(int rows) {
        int columns = 1 << rows;
        for (int first = 0; first < rows; first++) {
            for (int last = first; last < rows; last++) {
                int[] values = new int[rows * columns];
                for (int i = 0; i < values.length; i++) {
                    values[i] = i % columns >> i / columns & 1;
                }
                SortingNetwork.keeping(rows, first, last).run(new ScalarKernels(), values, columns, columns);
                for (int row = first; row <= last; row++) {
                    for (int column = 0; column < columns; column++) {
                        assertThat(values[row * columns + column] == 1).isEqualTo(row >= rows - Integer.bitCount(column));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 16, 31, 32, 33, 60, 64, 100, 257})
    void findsTheMiddleOfManyRows(int rows) {
        int columns = 50;
        int[] values = new Random(rows).ints((long) rows * columns, -20, 20).toArray();
        int[] sorted = new int[columns];
        for (int column = 0; column < columns; column++) {
            int at = column;
            sorted[column] = IntStream.range(0, rows).map(row -> values[row * columns + at]).sorted().toArray()[rows / 2];
        }

        SortingNetwork.keeping(rows, rows / 2, rows / 2).run(new VectorKernels(), values, columns, columns);

        assertThat(Arrays.copyOfRange(values, rows / 2 * columns, (rows / 2 + 1) * columns)).containsExactly(sorted);
    }

    @ParameterizedTest
    @CsvSource({"8, 0, 7, 19", "16, 0, 15, 63", "32, 0, 31, 191", "3, 1, 1, 3", "1, 0, 0, 0"})
    void isBatchersWithoutWhatIsNotNeeded(int rows, int first, int last, int size) {
        assertThat(SortingNetwork.keeping(rows, first, last).size()).isEqualTo(size);
    }

    @Test
    void leavesOutComparisonsThatNothingDependsOn() {
        assertThat(SortingNetwork.keeping(32, 15, 16).size()).isLessThan(191);
    }

    @Test
    void refusesRowsThatAreNotThere() {
        assertThatIllegalArgumentException().isThrownBy(() -> SortingNetwork.keeping(4, 3, 4)).withMessage("rows 3 to 4 of 4");
    }
}
