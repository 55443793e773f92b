using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Zhar.Runtime;

namespace Zhar.Dashboard;

/// <summary>About how much memory a state holds: the objects that are reached from it, up to a number. .NET has one heap for all processes and knows no more.</summary>
/// <remarks>What several processes share counts for each of them. The library's own objects, services and types count for none.</remarks>
/// <param name="Bytes">The size of the objects that were looked at.</param>
/// <param name="IsPart">Whether there were more of them than were looked at.</param>
internal readonly record struct StateSize(long Bytes, bool IsPart)
{
    /// <summary>Objects that are looked at for one line of a list.</summary>
    internal const int ForLine = 200;

    /// <summary>Objects that are looked at for the page of one process.</summary>
    internal const int ForPage = 100_000;

    private const int Header = 16, Reference = 8;

    // Weak: the types are those of the application.
    private static readonly ConditionalWeakTable<Type, Fields> Known = [];

    /// <summary>The size of a process' state; <c>null</c> when it is no server.</summary>
    internal static StateSize? Of(ProcessCore? core, int limit)
    {
        if (core?.Behaviour is not GenServer { StateObject: var state })
            return null;
        return state is null ? new(0, false) : Of(state, limit);
    }

    /// <summary>The size of an object with all that it leads to, up to <paramref name="limit"/> objects.</summary>
    internal static StateSize Of(object root, int limit)
    {
        var walk = new Walk(limit);
        if (root.GetType().IsValueType)
        {
            walk.AddValue(root, SizeOf(root.GetType()));
            return walk.Run();
        }

        walk.Push(root);
        return walk.Run();
    }

    public override string ToString() => IsPart ? $"> {Format.Bytes(Bytes)}" : Format.Bytes(Bytes);

    private static int SizeOf(Type type)
    {
        if (!type.IsValueType)
            return Reference;
        if (type.IsEnum)
            type = Enum.GetUnderlyingType(type);
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean or TypeCode.Byte or TypeCode.SByte => 1,
            TypeCode.Char or TypeCode.Int16 or TypeCode.UInt16 => 2,
            TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Single => 4,
            TypeCode.Int64 or TypeCode.UInt64 or TypeCode.Double or TypeCode.DateTime => 8,
            TypeCode.Decimal => 16,
            _ => type == typeof(nint) || type == typeof(nuint) ? Reference : FieldsOf(type).Size,
        };
    }

    private static Fields FieldsOf(Type type) => Known.GetValue(type, static t => new Fields(t));

    /// <summary>What is no part of a state although one can get to it.</summary>
    private static bool IsForeign(object value) =>
        value is PidTarget or Node or NodeService or ProcessBehaviour or MemberInfo or Assembly or Delegate or IServiceProvider or Task or Thread or CancellationTokenSource or TimeProvider;

    /// <summary>The fields of a type that lead on, and the size of all.</summary>
    private sealed class Fields
    {
        [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A field that was trimmed takes no memory.")]
        [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A field that was trimmed takes no memory.")]
        internal Fields(Type type)
        {
            var leading = new List<FieldInfo>();
            for (var at = type; at is not null && at != typeof(object) && at != typeof(ValueType); at = at.BaseType)
            {
                foreach (var field in at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    var kind = field.FieldType;
                    if (kind.IsPointer || kind.IsFunctionPointer || kind.IsByRefLike)
                    {
                        Size += Reference;
                        continue;
                    }

                    Size += SizeOf(kind);
                    if (!kind.IsPrimitive && !kind.IsEnum && (!kind.IsValueType || FieldsOf(kind).Leading.Length > 0))
                        leading.Add(field);
                }
            }

            Leading = [.. leading];
        }

        internal int Size { get; }

        internal FieldInfo[] Leading { get; }
    }

    private sealed class Walk(int limit)
    {
        private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
        private readonly Stack<object> _next = new();
        private long _bytes;
        private bool _isPart;

        internal void Push(object? value)
        {
            if (value is null || IsForeign(value) || _seen.Contains(value))
                return;
            if (_next.Count + _seen.Count >= limit)
                _isPart = true;
            else
                _next.Push(value);
        }

        /// <summary>Adds a value that lies in something else, and what it leads to.</summary>
        internal void AddValue(object value, int size)
        {
            _bytes += size;
            Follow(value);
        }

        internal StateSize Run()
        {
            while (_next.TryPop(out var value))
            {
                if (_seen.Add(value))
                    Add(value);
            }

            return new(_bytes, _isPart);
        }

        private void Add(object value)
        {
            switch (value)
            {
                case string text:
                    _bytes += Round(Header + 6 + (2L * text.Length));
                    break;
                case Array array:
                    AddArray(array);
                    break;
                default:
                    _bytes += Round(Header + FieldsOf(value.GetType()).Size);
                    Follow(value);
                    break;
            }
        }

        private void AddArray(Array array)
        {
            var kind = array.GetType().GetElementType()!; // an array has one
            _bytes += Round(Header + Reference + ((long)array.LongLength * SizeOf(kind)));
            if (kind.IsPrimitive || kind.IsEnum || kind.IsPointer || (kind.IsValueType && FieldsOf(kind).Leading.Length == 0))
                return;
            foreach (var item in array)
            {
                if (_isPart)
                    return;
                if (kind.IsValueType)
                    Follow(item);
                else
                    Push(item);
            }
        }

        private void Follow(object value)
        {
            foreach (var field in FieldsOf(value.GetType()).Leading)
            {
                var next = field.GetValue(value);
                if (!field.FieldType.IsValueType)
                    Push(next);
                else if (next is not null)
                    Follow(next);
            }
        }

        private static long Round(long size) => (size + 7) / 8 * 8;
    }
}
