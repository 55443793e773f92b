using System.Runtime.CompilerServices;

namespace Zhar.Web;

/// <summary>What a hole was given: nothing, a string, or an <see cref="HtmlValue"/>, with the bits of a number or date beside it.</summary>
internal readonly struct Dynamic
{
    private readonly Bits16 _bits;

    public Dynamic(string? text) => Reference = text;

    public Dynamic(HtmlValue? value) => Reference = value;

    private Dynamic(HtmlValue scalar, Bits16 bits)
    {
        Reference = scalar;
        _bits = bits;
    }

    /// <summary><c>null</c>, a string or an <see cref="HtmlValue"/>; nothing else is ever put here.</summary>
    public object? Reference { get; }

    /// <summary>A number or date of at most 16 bytes.</summary>
    public static Dynamic Of<T>(Scalar<T> scalar, T value)
        where T : unmanaged, IUtf8SpanFormattable, IFormattable
    {
        var bits = default(Bits16);
        Unsafe.As<Bits16, T>(ref bits) = value;
        return new(scalar, bits);
    }

    public T Value<T>()
        where T : unmanaged => Unsafe.As<Bits16, T>(ref Unsafe.AsRef(in _bits));

    /// <summary>Whether both surely look the same in the same place. False may also mean that it is not known without rendering.</summary>
    public bool SameAs(in Dynamic other)
    {
        if (Reference is string text)
            return other.Reference is string otherText && string.Equals(text, otherText, StringComparison.Ordinal);
        if (!ReferenceEquals(Reference, other.Reference))
            return false;
        return Reference is null or not Scalar || (_bits.Low == other._bits.Low && _bits.High == other._bits.High);
    }

    private struct Bits16
    {
        public ulong Low;
        public ulong High;
    }
}
