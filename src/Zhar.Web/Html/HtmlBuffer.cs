using System.Buffers;
using System.Text;

namespace Zhar.Web;

/// <summary>A buffer from the pool, for markup that is needed as a whole.</summary>
internal sealed class HtmlBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(4096);
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Advance(int count) => _length += count;

    /// <summary>Starts over with what is rented already.</summary>
    public void Clear() => _length = 0;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_length);
    }

    public override string ToString() => Encoding.UTF8.GetString(Written);

    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        _length = 0;
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
    }

    private void Reserve(int sizeHint)
    {
        if (_bytes.Length - _length >= Math.Max(1, sizeHint))
            return;
        var grown = ArrayPool<byte>.Shared.Rent(Math.Max(checked(_length + Math.Max(1, sizeHint)), _bytes.Length * 2));
        Written.CopyTo(grown);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = grown;
    }
}
