namespace Zhar.Web;

/// <summary>A piece that is only made when what it depends on has changed. Without a render before it, that is always.</summary>
internal abstract class MemoNode(Func<Html> body) : HtmlNode
{
    private HtmlNode? _made;
    private bool _isMade;

    /// <summary>The piece, made on first use.</summary>
    public HtmlNode? Body
    {
        get
        {
            if (!_isMade)
            {
                _made = body().Node;
                _isMade = true;
            }

            return _made;
        }
    }

    /// <summary>What it depends on, which a live page keeps.</summary>
    public abstract object Dependencies { get; }

    /// <summary>Whether that is still the same, so that the piece need not be made.</summary>
    public abstract bool DependsOn(object? earlier);

    public override void Write(ref HtmlWriter writer) => Body?.Write(ref writer);
}

internal sealed class MemoNode<T>(T dependencies, Func<Html> body) : MemoNode(body)
    where T : notnull
{
    public override object Dependencies => dependencies;

    public override bool DependsOn(object? earlier) => earlier is T same && EqualityComparer<T>.Default.Equals(same, dependencies);
}
