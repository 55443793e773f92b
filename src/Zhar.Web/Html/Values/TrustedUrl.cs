namespace Zhar.Web;

/// <summary>A URL that may have any scheme, <c>data:</c> and <c>javascript:</c> among them, because the program vouches for it. Made by <see cref="Html.TrustedUrl"/>.</summary>
public sealed class TrustedUrl
{
    internal TrustedUrl(string text) => Value = new(text);

    internal TrustedText Value { get; }

    /// <summary>The URL.</summary>
    public override string ToString() => Value.Text;

    internal sealed class TrustedText(string text) : TextValue(text)
    {
        public override string Description => "a trusted URL";
    }
}
