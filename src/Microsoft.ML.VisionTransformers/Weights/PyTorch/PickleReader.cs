using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.VisionTransformers.Weights.PyTorch;

/// <summary>
/// Reads a pickle as data. Python's own reader runs whatever a pickle names; this one knows containers, numbers, text and torch's
/// tensors, and puts an inert <see cref="PickleObject"/> in the place of everything else.
/// </summary>
internal sealed class PickleReader
{
    // Instructions that make nothing take time all the same: ten million of them are as many as values are.
    private const int InstructionBytes = 4;

    private readonly PickleInput _input;
    private readonly Func<object?, object?> _persistent;
    private readonly PickleMachine _machine = new();

    private PickleReader(PickleInput input, Func<object?, object?> persistent)
    {
        _input = input;
        _persistent = persistent;
    }

    /// <param name="input">Where the pickle begins; stands behind it afterwards.</param>
    /// <param name="persistent">What stands for an object that is kept outside the pickle: a storage.</param>
    /// <exception cref="CheckpointFormatException">It is no pickle, or has an instruction that is not carried out.</exception>
    public static object? Read(PickleInput input, Func<object?, object?> persistent) => new PickleReader(input, persistent).Run();

    private object? Run()
    {
        while (true)
        {
            var at = _input.Offset;
            var opcode = (PickleOpcode)_input.ReadByte();
            try
            {
                _machine.Spend(InstructionBytes);
                if (opcode == PickleOpcode.Stop)
                    return _machine.Pop();
                Step(opcode);
            }
            catch (CheckpointFormatException error)
            {
                throw new CheckpointFormatException($"its pickle is not sound: {error.Reason.TrimEnd('.')} (instruction {Name(opcode)} at byte {at}).", error);
            }
        }
    }

    private static string Name(PickleOpcode opcode) => Enum.IsDefined(opcode) ? opcode.ToString() : $"0x{(byte)opcode:X2}";

    private void Step(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto:
                if (_input.ReadByte() is > 5 and var protocol)
                    throw new CheckpointFormatException($"it is of protocol {protocol}, and 5 is the last that is known");
                break;
            case PickleOpcode.Frame:
                _input.Skip(8);
                break;

            case PickleOpcode.Mark: _machine.Mark(); break;
            case PickleOpcode.Pop when _machine.PopsMark: _machine.PopToMark(); break;
            case PickleOpcode.Pop: _machine.Pop(); break;
            case PickleOpcode.PopMark: _machine.PopToMark(); break;
            case PickleOpcode.Dup: _machine.Push(_machine.Peek()); break;

            case PickleOpcode.None: _machine.Push(null); break;
            case PickleOpcode.NewTrue: _machine.Push(true); break;
            case PickleOpcode.NewFalse: _machine.Push(false); break;
            case PickleOpcode.BinInt: _machine.Push((long)BinaryPrimitives.ReadInt32LittleEndian(_input.Take(4))); break;
            case PickleOpcode.BinInt1: _machine.Push((long)_input.ReadByte()); break;
            case PickleOpcode.BinInt2: _machine.Push((long)BinaryPrimitives.ReadUInt16LittleEndian(_input.Take(2))); break;
            case PickleOpcode.Long1: _machine.Push(ReadInteger(_input.ReadByte())); break;
            case PickleOpcode.Long4: _machine.Push(ReadInteger(BinaryPrimitives.ReadUInt32LittleEndian(_input.Take(4)))); break;
            case PickleOpcode.BinFloat: _machine.Push(BinaryPrimitives.ReadDoubleBigEndian(_input.Take(8))); break;
            case PickleOpcode.Int or PickleOpcode.Long: _machine.Push(PickleNumbers.Integer(_input.ReadLine())); break;
            case PickleOpcode.Float: _machine.Push(PickleNumbers.Float(_input.ReadLine())); break;

            case PickleOpcode.ShortBinUnicode: PushText(_input.ReadByte(), Encoding.UTF8); break;
            case PickleOpcode.BinUnicode: PushText(ReadUInt32(), Encoding.UTF8); break;
            case PickleOpcode.BinUnicode8: PushText(ReadUInt64(), Encoding.UTF8); break;
            case PickleOpcode.ShortBinString: PushText(_input.ReadByte(), Encoding.Latin1); break;
            case PickleOpcode.BinString: PushText(ReadUInt32(), Encoding.Latin1); break;
            case PickleOpcode.String: PushLine(_input.ReadLine().Trim('\'', '"')); break;
            case PickleOpcode.Unicode: PushLine(_input.ReadLine()); break;
            case PickleOpcode.ShortBinBytes: PushData(_input.ReadByte()); break;
            case PickleOpcode.BinBytes: PushData(ReadUInt32()); break;
            case PickleOpcode.BinBytes8 or PickleOpcode.ByteArray8: PushData(ReadUInt64()); break;

            case PickleOpcode.EmptyTuple: _machine.Push(PickleTuple.Empty); break;
            case PickleOpcode.Tuple: _machine.Push(new PickleTuple(_machine.PopToMark())); break;
            case PickleOpcode.Tuple1: _machine.Push(new PickleTuple(_machine.Pop(1))); break;
            case PickleOpcode.Tuple2: _machine.Push(new PickleTuple(_machine.Pop(2))); break;
            case PickleOpcode.Tuple3: _machine.Push(new PickleTuple(_machine.Pop(3))); break;
            case PickleOpcode.EmptyList: _machine.Push(new List<object?>(), 32); break;
            case PickleOpcode.List: _machine.Push(new List<object?>(_machine.PopToMark()), 32); break;
            case PickleOpcode.Append: Append(_machine.Pop(1)); break;
            case PickleOpcode.Appends: Append(_machine.PopToMark()); break;
            case PickleOpcode.EmptyDict: _machine.Push(new PickleDictionary(), 300); break;
            case PickleOpcode.Dict:
                var pairs = _machine.PopToMark();
                _machine.Push(new PickleDictionary(), 300);
                SetItems(pairs);
                break;
            case PickleOpcode.SetItem: SetItems(_machine.Pop(2)); break;
            case PickleOpcode.SetItems: SetItems(_machine.PopToMark()); break;
            case PickleOpcode.EmptySet: _machine.Push(PickleObject.Data); break;
            case PickleOpcode.AddItems: _machine.PopToMark(); _machine.Peek(); break;
            case PickleOpcode.FrozenSet: _machine.PopToMark(); _machine.Push(PickleObject.Data); break;

            case PickleOpcode.Put: _machine.Remember(PickleNumbers.Index(_input.ReadLine())); break;
            case PickleOpcode.BinPut: _machine.Remember(_input.ReadByte()); break;
            case PickleOpcode.LongBinPut: _machine.Remember((long)ReadUInt32()); break;
            case PickleOpcode.Memoize: _machine.Remember(_machine.MemoCount); break;
            case PickleOpcode.Get: _machine.Recall(PickleNumbers.Index(_input.ReadLine())); break;
            case PickleOpcode.BinGet: _machine.Recall(_input.ReadByte()); break;
            case PickleOpcode.LongBinGet: _machine.Recall((long)ReadUInt32()); break;

            case PickleOpcode.Global: PushGlobal(_input.ReadLine(), _input.ReadLine()); break;
            case PickleOpcode.StackGlobal:
                var name = _machine.Pop() as string ?? throw new CheckpointFormatException("the name of a class is no text");
                PushGlobal(_machine.Pop() as string ?? throw new CheckpointFormatException("the name of a module is no text"), name);
                break;
            case PickleOpcode.Reduce:
                var arguments = Arguments(_machine.Pop());
                Call(_machine.Pop(), arguments);
                break;
            case PickleOpcode.NewObj:
                var given = Arguments(_machine.Pop());
                Call(_machine.Pop(), given);
                break;
            case PickleOpcode.NewObjEx:
                _machine.Pop();
                var positional = Arguments(_machine.Pop());
                Call(_machine.Pop(), positional);
                break;
            case PickleOpcode.Obj:
                var made = _machine.PopToMark();
                Call(made.FirstOrDefault(), made.Length == 0 ? [] : made[1..]);
                break;
            case PickleOpcode.Inst:
                var global = new PickleGlobal(_input.ReadLine(), _input.ReadLine());
                Call(global, _machine.PopToMark());
                break;
            case PickleOpcode.Build: Build(_machine.Pop()); break;
            case PickleOpcode.PersId: _machine.Push(_persistent(_input.ReadLine()), 100); break;
            case PickleOpcode.BinPersId: _machine.Push(_persistent(_machine.Pop()), 100); break;
            default:
                throw new CheckpointFormatException("this instruction is not one that a file of weights needs, and is not carried out");
        }
    }

    private ulong ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(_input.Take(4));

    private ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(_input.Take(8));

    private object ReadInteger(uint length)
    {
        if (length <= PickleNumbers.MaxBytes)
            return PickleNumbers.FromBytes(_input.Take((int)length));
        _input.Skip(length);
        return PickleObject.Data;
    }

    private void PushText(ulong length, Encoding encoding)
    {
        if (_input.ReadText(length, encoding) is { } text)
            PushLine(text);
        else
            _machine.Push(PickleObject.Data);
    }

    private void PushLine(string text) => _machine.Push(text, 32 + 2 * text.Length);

    private void PushData(ulong length)
    {
        _input.Skip(length);
        _machine.Push(PickleObject.Data);
    }

    private void PushGlobal(string module, string name) => _machine.Push(new PickleGlobal(module, name), 100 + 2 * (module.Length + name.Length));

    private void Append(object?[] values)
    {
        _machine.Spend(16 * values.Length);
        switch (_machine.Peek())
        {
            case List<object?> list:
                list.AddRange(values);
                break;
            case PickleObject:
                break;
            default:
                throw new CheckpointFormatException("something is appended to what is no list");
        }
    }

    private void SetItems(object?[] pairs)
    {
        if (pairs.Length % 2 != 0)
            throw new CheckpointFormatException("a key of a dictionary has no value");
        _machine.Spend(64 * pairs.Length);
        switch (_machine.Peek())
        {
            case PickleDictionary dictionary:
                for (var i = 0; i < pairs.Length; i += 2)
                    dictionary.Set(pairs[i], pairs[i + 1]);
                break;
            case PickleObject:
                break;
            default:
                throw new CheckpointFormatException("an item is set in what is no dictionary");
        }
    }

    private static object?[] Arguments(object? value)
        => value is PickleTuple tuple ? tuple.Items : throw new CheckpointFormatException("the arguments of a call are no tuple");

    private void Call(object? callable, object?[] arguments)
    {
        var result = callable switch
        {
            PickleGlobal global => TorchGlobals.Call(global, arguments),
            PickleObject unknown => new PickleObject(unknown.Origin),
            _ => throw new CheckpointFormatException("what is called is no function"),
        };
        _machine.Push(result, 300);
    }

    /// <summary>Attributes: kept where tensors may hang off them, and otherwise of no interest, like the metadata of a state dict.</summary>
    private void Build(object? state)
    {
        if (_machine.Peek() is PickleObject target && target != PickleObject.Data)
            target.Attributes = state as PickleDictionary ?? (state as PickleTuple)?.Items.OfType<PickleDictionary>().FirstOrDefault();
    }
}
