using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace RnnGen.Import.PyTorch;

/// <summary>
/// Reads a pickle of protocol 2 to 5 as far as <c>torch.save</c> of tensors needs it, and runs nothing: a call is looked up among the few of <see
/// cref="TorchGlobal"/>, and what it gives is made here. A reader of our own, since what counts is what it cannot do; libraries that read pickles make objects
/// of any registered class, and have no bound for memory.
/// </summary>
/// <remarks>
/// It is one loop over opcodes with a stack of its own, so that nothing nests too deeply. Objects are charged to a budget, and what is memoised is shared, not
/// copied. Nothing walks a value whole.
/// </remarks>
/// <param name="input">The pickle.</param>
/// <param name="objects">Makes tensors.</param>
/// <param name="budget">What objects are charged to.</param>
internal sealed class Unpickler(PickleInput input, TorchObjects objects, MemoryBudget budget)
{
    private const int MaxNameLength = 1024;
    private const int SmallestProtocol = 2;
    private const int LargestProtocol = 5;
    private const int SmallNumbers = 256;

    private static readonly object[] SmallNumber = Boxed();
    private static readonly object True = true;
    private static readonly object False = false;
    private static readonly PickleOpaque Bytes = new("bytes");
    private static readonly PickleOpaque Set = new("a set");
    private static readonly PickleOpaque BigNumber = new("a number of more than 64 bits");

    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly List<object?> _memo = [];
    private readonly Dictionary<uint, object?> _sparseMemo = [];

    /// <summary>Reads up to the end of the pickle.</summary>
    /// <returns>What it holds.</returns>
    /// <exception cref="ModelFormatException">It is damaged, or holds what is not read.</exception>
    public object? Read()
    {
        while (true)
        {
            byte opcode = input.ReadByte();
            switch (opcode)
            {
                case (byte)'.':
                    return Pop();
                case 0x80:
                    if (input.ReadByte() is var protocol and (< SmallestProtocol or > LargestProtocol))
                    {
                        throw input.Fault($"pickle protocol {protocol}; {SmallestProtocol} to {LargestProtocol} are read");
                    }

                    break;
                case 0x95:
                    input.Need(ReadUInt64());
                    break;
                case (byte)'(':
                    Grow(_marks);
                    _marks.Add(_stack.Count);
                    break;
                case (byte)'0':
                    if (_marks.Count > 0 && _marks[^1] == _stack.Count)
                    {
                        _marks.RemoveAt(_marks.Count - 1);
                    }
                    else
                    {
                        Pop();
                    }

                    break;
                case (byte)'1':
                    PopToMark();
                    break;
                case (byte)'2':
                    Push(Top());
                    break;
                default:
                    if (!ReadValue(opcode) && !ReadContainer(opcode) && !ReadMemo(opcode) && !ReadCall(opcode))
                    {
                        throw input.Fault($"opcode 0x{opcode:X2} is not one that torch.save writes; {TorchObjects.SaveStateDict}");
                    }

                    break;
            }
        }
    }

    private static object[] Boxed()
    {
        object[] numbers = new object[SmallNumbers];
        for (int number = 0; number < numbers.Length; number++)
        {
            numbers[number] = (long)number;
        }

        return numbers;
    }

    /// <summary>Opcodes that push a number, a text or another constant.</summary>
    private bool ReadValue(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'N':
                Push(null);
                return true;
            case 0x88:
                Push(True);
                return true;
            case 0x89:
                Push(False);
                return true;
            case (byte)'J':
                PushNumber(BinaryPrimitives.ReadInt32LittleEndian(input.Read(sizeof(int))));
                return true;
            case (byte)'K':
                PushNumber(input.ReadByte());
                return true;
            case (byte)'M':
                PushNumber(BinaryPrimitives.ReadUInt16LittleEndian(input.Read(sizeof(ushort))));
                return true;
            case 0x8A:
                PushLong(input.ReadByte());
                return true;
            case 0x8B:
                PushLong(ReadUInt32());
                return true;
            case (byte)'G':
                budget.Charge(24, input.Name);
                Push(BinaryPrimitives.ReadDoubleBigEndian(input.Read(sizeof(double))));
                return true;
            case (byte)'X':
                Push(input.ReadText(ReadUInt32(), budget));
                return true;
            case 0x8C:
                Push(input.ReadText(input.ReadByte(), budget));
                return true;
            case 0x8D:
                Push(input.ReadText(ReadUInt64(), budget));
                return true;
            case (byte)'U':
                // A text of Python 2.
                Push(input.ReadText(input.ReadByte(), budget));
                return true;
            case (byte)'T':
                Push(input.ReadText(ReadUInt32(), budget));
                return true;
            case (byte)'C':
                input.Skip(input.ReadByte());
                Push(Bytes);
                return true;
            case (byte)'B':
                input.Skip(ReadUInt32());
                Push(Bytes);
                return true;
            case 0x8E or 0x96:
                input.Skip(ReadUInt64());
                Push(Bytes);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Opcodes that make tuples, lists, dictionaries and sets, and fill them.</summary>
    private bool ReadContainer(byte opcode)
    {
        switch (opcode)
        {
            case (byte)')':
                Push(PickleTuple.Empty);
                return true;
            case 0x85 or 0x86 or 0x87:
                PushTuple(PopMany(opcode - 0x84));
                return true;
            case (byte)'t':
                PushTuple(PopToMark());
                return true;
            case (byte)']':
                budget.Charge(56, input.Name);
                Push(new PickleList());
                return true;
            case (byte)'l':
                budget.Charge(56, input.Name);
                var list = new PickleList();
                Append(list, PopToMark());
                Push(list);
                return true;
            case (byte)'a':
                Append(Below(1), PopMany(1));
                return true;
            case (byte)'e':
                object?[] items = PopToMark();
                Append(Top(), items);
                return true;
            case (byte)'}':
                budget.Charge(56, input.Name);
                Push(new PickleDictionary());
                return true;
            case (byte)'d':
                budget.Charge(56, input.Name);
                var dictionary = new PickleDictionary();
                SetItems(dictionary, PopToMark());
                Push(dictionary);
                return true;
            case (byte)'s':
                SetItems(Below(2), PopMany(2));
                return true;
            case (byte)'u':
                object?[] pairs = PopToMark();
                SetItems(Top(), pairs);
                return true;
            case 0x8F:
                Push(Set);
                return true;
            case 0x90:
                PopToMark();
                return ReferenceEquals(Top(), Set) ? true : throw input.Fault($"elements of a set are added to {TorchObjects.Describe(Top())}");
            case 0x91:
                PopToMark();
                Push(Set);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Opcodes that keep the value on top for later, and fetch one that was kept.</summary>
    private bool ReadMemo(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'q':
                Keep(input.ReadByte());
                return true;
            case (byte)'r':
                Keep(ReadUInt32());
                return true;
            case 0x94:
                Keep((uint)(_memo.Count + _sparseMemo.Count));
                return true;
            case (byte)'h':
                Push(Kept(input.ReadByte()));
                return true;
            case (byte)'j':
                Push(Kept(ReadUInt32()));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Opcodes that in Python look classes up and call them.</summary>
    private bool ReadCall(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'c':
                string module = input.ReadLine(MaxNameLength);
                PushGlobal(module, input.ReadLine(MaxNameLength));
                return true;
            case 0x93:
                if (PopMany(2) is not [string stackModule, string stackName])
                {
                    throw input.Fault("a name to look up is not made of two texts");
                }

                PushGlobal(stackModule, stackName);
                return true;
            case (byte)'R' or 0x81:
                object?[] call = PopMany(2);
                Push(objects.Call(call[0], call[1], input));
                return true;
            case (byte)'b':
                // The attributes of an object: of an ordered dictionary the versions of its modules, of NumPy's its content. Nothing reads them.
                Pop();
                return Top() is PickleDictionary or PickleOpaque
                    ? true
                    : throw input.Fault($"{TorchObjects.Describe(Top())} is given attributes, which is not read; {TorchObjects.SaveStateDict}");
            case (byte)'Q':
                Push(objects.Persistent(Pop(), input));
                return true;
            default:
                return false;
        }
    }

    private void PushGlobal(string module, string name)
    {
        budget.Charge(128, input.Name);
        Push(TorchObjects.Global(module, name, input));
    }

    private void Append(object? target, object?[] items)
    {
        if (target is not PickleList list)
        {
            throw input.Fault($"items are appended to {TorchObjects.Describe(target)}");
        }

        budget.Charge(24L * items.Length, input.Name);
        list.Items.AddRange(items);
    }

    private void SetItems(object? target, object?[] pairs)
    {
        if (target is PickleOpaque)
        {
            return;
        }

        if (target is not PickleDictionary dictionary || pairs.Length % 2 != 0)
        {
            throw input.Fault($"{pairs.Length} keys and values are set in {TorchObjects.Describe(target)}; pairs in a dictionary are wanted");
        }

        budget.Charge(24L * pairs.Length, input.Name);
        for (int index = 0; index < pairs.Length; index += 2)
        {
            dictionary.Entries.Add(new(pairs[index], pairs[index + 1]));
        }
    }

    private void PushTuple(object?[] items)
    {
        budget.Charge(24, input.Name);
        Push(new PickleTuple(items));
    }

    private void PushNumber(long number)
    {
        if (number is >= 0 and < SmallNumbers)
        {
            Push(SmallNumber[number]);
            return;
        }

        budget.Charge(24, input.Name);
        Push(number);
    }

    private void PushLong(uint length)
    {
        if (length > sizeof(long))
        {
            input.Skip(length);
            Push(BigNumber);
            return;
        }

        ReadOnlySpan<byte> bytes = input.Read((int)length);
        long number = length > 0 && (sbyte)bytes[^1] < 0 ? -1 : 0;
        for (int index = bytes.Length - 1; index >= 0; index--)
        {
            number = (number << 8) | bytes[index];
        }

        PushNumber(number);
    }

    private void Push(object? value)
    {
        Grow(_stack);
        _stack.Add(value);
    }

    private object? Top() => Below(0);

    private object? Below(int count)
    {
        Need(count + 1);
        return _stack[^(count + 1)];
    }

    private object? Pop()
    {
        object? top = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private object?[] PopMany(int count)
    {
        Need(count);
        return Take(_stack.Count - count);
    }

    private object?[] PopToMark()
    {
        if (_marks.Count == 0)
        {
            throw input.Fault("there is no mark on the stack: the pickle is damaged");
        }

        int mark = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        return Take(mark);
    }

    private object?[] Take(int start)
    {
        budget.Charge(24 + (8L * (_stack.Count - start)), input.Name);
        object?[] items = CollectionsMarshal.AsSpan(_stack)[start..].ToArray();
        _stack.RemoveRange(start, items.Length);
        return items;
    }

    private void Need(int count)
    {
        int bottom = _marks.Count == 0 ? 0 : _marks[^1];
        if (_stack.Count - bottom < count)
        {
            throw input.Fault($"{count} values are wanted from the stack, {_stack.Count - bottom} are on it: the pickle is damaged");
        }
    }

    private void Keep(uint index)
    {
        object? value = Top();
        if (index < (uint)_memo.Count)
        {
            _memo[(int)index] = value;
        }
        else if (index == (uint)_memo.Count && _sparseMemo.Count == 0)
        {
            Grow(_memo);
            _memo.Add(value);
        }
        else
        {
            budget.Charge(96, input.Name);
            _sparseMemo[index] = value;
        }
    }

    private object? Kept(uint index) => index < (uint)_memo.Count ? _memo[(int)index]
        : _sparseMemo.TryGetValue(index, out object? value) ? value
        : throw input.Fault($"value {index} was not kept before");

    private void Grow<T>(List<T> list)
    {
        if (list.Count == list.Capacity)
        {
            budget.Charge(16L * Math.Max(list.Capacity, 4), input.Name);
        }
    }

    private uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(input.Read(sizeof(uint)));

    private ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(input.Read(sizeof(ulong)));
}
