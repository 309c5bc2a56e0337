package consort.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderRefusalTest {
    @Test
    void refusesAFileTooShortForItsLength() {
        refused(new MemorySource(new byte[7]), "a safetensors file has at least 8 bytes, this one has 7");
    }

    @Test
    void refusesATruncatedHeader() {
        refused(new MemorySource(new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{'}),
                "the header says it has 2 bytes, but the file ends after 1 of them");
    }

    @ParameterizedTest
    @CsvSource({"8388609, 8388609", "9223372036854775807, 9223372036854775807", "-1, 18446744073709551615"})
    void refusesAHeaderAboveTheLimitBeforeReadingIt(long stated, String shown) {
        ByteSource source = new ByteSource() {
            @Override
            public long size() {
                return Long.MAX_VALUE;
            }

            @Override
            public void read(long offset, ByteBuffer into) {
                assertThat(into.remaining()).isEqualTo(8);
                into.order(ByteOrder.LITTLE_ENDIAN).putLong(stated);
            }
        };
        refused(source, "the header says it has " + shown + " bytes; at most 8388608 are taken");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "``                                         | the header does not begin with '{'",
        "` {}`                                      | the header does not begin with '{'",
        "[]                                         | the header does not begin with '{'",
        "{                                          | not valid JSON",
        "{}{}                                       | something follows the header's closing brace",
        "{'a':1}                                    | not valid JSON",
        "{\"a\":1}                                  | tensor 'a' must be an object",
        "{\"a\":{\"dtype\":NaN}}                    | not valid JSON",
        "{\"a\":{\"dtype\":3}}                      | tensor 'a': dtype must be a string",
        "{\"a\":{\"dtype\":\"F31\"}}                | tensor 'a' has the unknown dtype 'F31'",
        "{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\"}}| tensor 'a' states dtype twice",
        "{\"a\":{\"shape\":[],\"shape\":[]}}        | tensor 'a' states shape twice",
        "{\"a\":{\"data_offsets\":[0,0],\"data_offsets\":[0,0]}} | tensor 'a' states data_offsets twice",
        "{\"a\":{\"data_offsets\":[0,0,0]}}         | data_offsets holds more than 2 numbers",
        "{\"a\":{\"other\":1}}                      | tensor 'a' has the unknown key 'other'",
        "{\"a\":{}}                                 | tensor 'a' must state dtype, shape and two data_offsets",
        "{\"a\":{\"shape\":3}}                      | tensor 'a': shape must be an array",
        "{\"a\":{\"shape\":[1.0]}}                  | tensor 'a': shape must hold integers below 2^63",
        "{\"a\":{\"shape\":[\"1\"]}}                | tensor 'a': shape must hold integers below 2^63",
        "{\"a\":{\"shape\":[[1]]}}                  | the header is nested too deeply",
        "{\"a\":{\"shape\":[9223372036854775808]}}  | tensor 'a': shape must hold integers below 2^63",
        "{\"a\":{\"shape\":[-1]}}                   | shape [-1] has the negative dimension -1",
        "{\"a\":{\"shape\":[4294967296,4294967296]}}| has more than 2^63 - 1 elements",
        "{\"a\":{\"shape\":[1,1,1,1,1,1,1,1,1]}}    | tensor 'a': shape holds more than 8 numbers",
        "{\"\\ud800\":{}}                           | not valid JSON",
        "{\"a\":{\"shape\":[1234567890123456789012345678901]}} | a number that is too long",
        "{\"__metadata__\":[]}                      | __metadata__ must be an object",
        "{\"__metadata__\":{\"a\":1}}               | __metadata__ may hold nothing but strings",
        "{\"__metadata__\":{\"a\":{\"b\":{\"c\":{}}}}} | __metadata__ may hold nothing but strings",
        "{\"__metadata__\":{},\"__metadata__\":{}}  | __metadata__ stands in the header twice",
    })
    void refusesAMalformedHeader(String header, String message) {
        refused(RawFile.of(header, 0), message);
    }

    @Test
    void refusesAHeaderThatIsNotUtf8() {
        byte[] header = "{\"\u00e4\":{}}".getBytes(StandardCharsets.ISO_8859_1);
        refused(RawFile.of(header, new byte[0]), "the header is not valid UTF-8");
    }

    @Test
    void refusesADuplicateName() {
        refused(RawFile.of("{" + RawFile.tensor("a", "U8", "[1]", 0, 1) + ","
                + RawFile.tensor("\\u0061", "U8", "[1]", 1, 2) + "}", 2), "tensor 'a' stands in the header twice");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0, is outside the 4 bytes of data", "2, 1, is outside", "0, 5, is outside",
        "4, 8, is outside", "0, 9223372036854775807, is outside", "-9223372036854775808, 1, is outside",
        "0, 3, should have the 4 bytes of F32 [1]", "1, 4, should have the 4 bytes",
    })
    void refusesOffsetsThatDoNotFit(long begin, long end, String message) {
        refused(RawFile.of("{" + RawFile.tensor("a", "F32", "[1]", begin, end) + "}", 4), message);
    }

    @Test
    void refusesASizeInBytesThatOverflows() {
        refused(RawFile.of("{" + RawFile.tensor("a", "F64", "[2305843009213693952]", 0, 0) + "}", 0),
                "shape [2305843009213693952] of F64 has more than 2^63 - 1 bytes");
    }

    @Test
    void refusesOverlapsHolesAndUnclaimedData() {
        String a = RawFile.tensor("a", "U8", "[2]", 0, 2);
        refused(RawFile.of("{" + a + "," + RawFile.tensor("b", "U8", "[2]", 1, 3) + "}", 3),
                "tensor 'b' at data_offsets [1, 3] overlaps the tensor that ends at 2");
        refused(RawFile.of("{" + a + "," + RawFile.tensor("b", "U8", "[0]", 1, 1) + "}", 2), "overlaps");
        refused(RawFile.of("{" + a + "," + RawFile.tensor("b", "U8", "[2]", 3, 5) + "}", 5),
                "tensor 'b' at data_offsets [3, 5] leaves a hole after the tensor that ends at 2");
        refused(RawFile.of("{" + a + "}", 3), "the file has 3 bytes of data, its tensors end at 2");
    }

    @Test
    void refusesMoreTensorsAndLongerNamesThanTheLimits() {
        Limits limits = new Limits(1000, 2, 3, 8);
        String three = IntStream.range(0, 3).mapToObj(i -> RawFile.tensor("t" + i, "U8", "[0]", 0, 0))
                .collect(Collectors.joining(",", "{", "}"));
        assertThatThrownBy(() -> TensorFile.of(RawFile.of(three, 0), limits))
                .isInstanceOf(TensorFormatException.class).hasMessage("the header names more than 2 tensors");
        assertThatThrownBy(() -> TensorFile.of(RawFile.of("{" + RawFile.tensor("ää", "U8", "[0]", 0, 0) + "}", 0),
                limits)).isInstanceOf(TensorFormatException.class)
                .hasMessage("tensor name '\\u00e4\\u00e4' has 4 bytes; at most 3 are taken");
    }

    @Test
    void showsHostileNamesHarmlesslyAndCut() {
        String name = "\\u001b[2J" + "x".repeat(400);
        assertThatThrownBy(() -> TensorFile.of(RawFile.of("{\"" + name + "\":1}", 0), Limits.DEFAULT))
                .hasMessageStartingWith("tensor '\\u001b[2Jxxx").hasMessageEndingWith("x…' must be an object")
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(150));
    }

    private static void refused(ByteSource source, String message) {
        assertThatThrownBy(() -> TensorFile.of(source, Limits.DEFAULT))
                .isInstanceOf(TensorFormatException.class).hasMessageContaining(message);
    }
}
