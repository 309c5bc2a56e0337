package consort.simulator.mutation;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** How a method is made wrong. */
sealed interface Change {

    /** A call is left out; what it would return is 0, false or null. */
    record Without(String called) implements Change {
    }

    /** A call is left out; what it would return is the first thing that it was given: the object itself, where it is one's method. */
    record FirstOf(String called) implements Change {
    }

    /** An object's method that returns nothing and takes one thing is called twice. */
    record Twice(String called) implements Change {
    }

    /** What a call returns, a long, is one less. */
    record OneLess(String called) implements Change {
    }

    /** The method does nothing but return a number, or a truth. */
    record Returning(int value) implements Change {
    }

    /** A condition is the other way round: the n-th branch of the method, counted from 0. */
    record Negated(int branch) implements Change {
    }

    /** A comparison of numbers is wrong where both are equal, and only there: the n-th branch of the method, counted from 0. */
    record OffByOne(int branch) implements Change {
    }

    /** Begins with a call of the same object that belongs later: of a method that takes the first parameters of this one. */
    record Early(String called) implements Change {
    }

    /**
     * The class with the change in every method of that name.
     *
     * @throws AssertionError when there is nothing to change: the code went on without this list
     */
    static byte[] apply(ClassFile files, byte[] original, String method, Change change) {
        boolean[] applied = {false};
        ClassTransform transform = (builder, element) -> {
            if (element instanceof MethodModel model && model.methodName().equalsString(method) && model.code().isPresent()) {
                builder.transformMethod(model, (methods, part) -> {
                    if (part instanceof java.lang.classfile.CodeModel code) {
                        methods.transformCode(code, transform(change, original(model), model, applied));
                    } else {
                        methods.with(part);
                    }
                });
            } else {
                builder.with(element);
            }
        };
        byte[] changed = files.transformClass(files.parse(original), transform);
        if (!applied[0]) {
            throw new AssertionError("nothing to change: " + method + " " + change);
        }
        return changed;
    }

    private static ClassModel original(MethodModel method) {
        return method.parent().orElseThrow();
    }

    private static CodeTransform transform(Change change, ClassModel type, MethodModel method, boolean[] applied) {
        return switch (change) {
            case Without without -> (code, element) -> {
                if (element instanceof InvokeInstruction call && call.name().equalsString(without.called)) {
                    applied[0] = true;
                    leaveOut(code, call);
                } else {
                    code.with(element);
                }
            };
            case FirstOf first -> (code, element) -> {
                if (element instanceof InvokeInstruction call && call.name().equalsString(first.called)) {
                    applied[0] = true;
                    int given = call.opcode() == Opcode.INVOKESTATIC ? 1 : 0;
                    popDownTo(code, call.typeSymbol().parameterList(), given);
                } else {
                    code.with(element);
                }
            };
            case Twice twice -> (code, element) -> {
                if (element instanceof InvokeInstruction call && call.name().equalsString(twice.called)) {
                    applied[0] = true;
                    code.dup2();
                    code.with(element);
                }
                code.with(element);
            };
            case OneLess less -> (code, element) -> {
                code.with(element);
                if (element instanceof InvokeInstruction call && call.name().equalsString(less.called)) {
                    applied[0] = true;
                    code.lconst_1().lsub();
                }
            };
            case Returning returning -> CodeTransform.ofStateful(beginning(returning, method, applied));
            case Negated negated -> CodeTransform.ofStateful(branch(negated.branch, Change::opposite, applied));
            case OffByOne off -> CodeTransform.ofStateful(branch(off.branch, Change::offByOne, applied));
            case Early early -> CodeTransform.ofStateful(early(early, type, method, applied));
        };
    }

    /** Takes off the stack what the call would have taken. */
    private static void leaveOut(CodeBuilder code, InvokeInstruction call) {
        MethodTypeDesc type = call.typeSymbol();
        popDownTo(code, type.parameterList(), 0);
        if (call.opcode() != Opcode.INVOKESTATIC) {
            code.pop();
        }
        nothing(code, TypeKind.from(type.returnType()), 0);
    }

    private static void popDownTo(CodeBuilder code, List<ClassDesc> parameters, int left) {
        for (int i = parameters.size() - 1; i >= left; i--) {
            pop(code, TypeKind.from(parameters.get(i)));
        }
    }

    private static void pop(CodeBuilder code, TypeKind kind) {
        if (kind.slotSize() == 2) {
            code.pop2();
        } else {
            code.pop();
        }
    }

    private static void nothing(CodeBuilder code, TypeKind kind, int value) {
        switch (kind) {
            case VOID -> { }
            case LONG -> code.loadConstant((long) value);
            case REFERENCE -> code.aconst_null();
            default -> code.loadConstant(value);
        }
    }

    private static Supplier<CodeTransform> beginning(Returning returning, MethodModel method, boolean[] applied) {
        return () -> new CodeTransform() {
            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                // Everything that the method did is left out.
            }

            @Override
            public void atEnd(CodeBuilder code) {
                applied[0] = true;
                TypeKind kind = TypeKind.from(method.methodTypeSymbol().returnType());
                nothing(code, kind, returning.value);
                code.return_(kind);
            }
        };
    }

    private static Supplier<CodeTransform> branch(int number, UnaryOperator<Opcode> changed, boolean[] applied) {
        return () -> new CodeTransform() {
            private int seen;

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                if (element instanceof BranchInstruction branch && !isGoto(branch.opcode()) && seen++ == number) {
                    applied[0] = true;
                    code.branch(changed.apply(branch.opcode()), branch.target());
                } else {
                    code.with(element);
                }
            }
        };
    }

    private static Supplier<CodeTransform> early(Early early, ClassModel type, MethodModel method, boolean[] applied) {
        MethodTypeDesc called = type.methods().stream().filter(one -> one.methodName().equalsString(early.called)).findFirst()
                .orElseThrow(() -> new AssertionError("no method " + early.called)).methodTypeSymbol();
        return () -> new CodeTransform() {
            @Override
            public void atStart(CodeBuilder code) {
                applied[0] = true;
                code.aload(code.receiverSlot());
                for (int i = 0; i < called.parameterCount(); i++) {
                    code.loadLocal(TypeKind.from(method.methodTypeSymbol().parameterType(i)), code.parameterSlot(i));
                }
                code.invokevirtual(type.thisClass().asSymbol(), early.called, called);
                pop(code, called.returnType());
            }

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                code.with(element);
            }
        };
    }

    private static void pop(CodeBuilder code, ClassDesc returned) {
        if (TypeKind.from(returned) != TypeKind.VOID) {
            pop(code, TypeKind.from(returned));
        }
    }

    private static boolean isGoto(Opcode opcode) {
        return opcode == Opcode.GOTO || opcode == Opcode.GOTO_W;
    }

    private static Opcode opposite(Opcode opcode) {
        return switch (opcode) {
            case IFEQ -> Opcode.IFNE;
            case IFNE -> Opcode.IFEQ;
            case IFLT -> Opcode.IFGE;
            case IFGE -> Opcode.IFLT;
            case IFGT -> Opcode.IFLE;
            case IFLE -> Opcode.IFGT;
            case IF_ICMPEQ -> Opcode.IF_ICMPNE;
            case IF_ICMPNE -> Opcode.IF_ICMPEQ;
            case IF_ICMPLT -> Opcode.IF_ICMPGE;
            case IF_ICMPGE -> Opcode.IF_ICMPLT;
            case IF_ICMPGT -> Opcode.IF_ICMPLE;
            case IF_ICMPLE -> Opcode.IF_ICMPGT;
            case IF_ACMPEQ -> Opcode.IF_ACMPNE;
            case IF_ACMPNE -> Opcode.IF_ACMPEQ;
            case IFNULL -> Opcode.IFNONNULL;
            case IFNONNULL -> Opcode.IFNULL;
            default -> throw new IllegalArgumentException("no branch: " + opcode);
        };
    }

    private static Opcode offByOne(Opcode opcode) {
        return switch (opcode) {
            case IFLT -> Opcode.IFLE;
            case IFLE -> Opcode.IFLT;
            case IFGT -> Opcode.IFGE;
            case IFGE -> Opcode.IFGT;
            case IF_ICMPLT -> Opcode.IF_ICMPLE;
            case IF_ICMPLE -> Opcode.IF_ICMPLT;
            case IF_ICMPGT -> Opcode.IF_ICMPGE;
            case IF_ICMPGE -> Opcode.IF_ICMPGT;
            default -> throw new IllegalArgumentException("no bound: " + opcode);
        };
    }
}
