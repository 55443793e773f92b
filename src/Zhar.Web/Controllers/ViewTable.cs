using System.ComponentModel;

namespace Zhar.Web;

/// <summary>Which views a controller has, by name, format and number of arguments. Written by generated code from <c>UserHtml</c> and <c>UserJson</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ViewTable
{
    /// <summary>The controller's name, for errors.</summary>
    public abstract string Name { get; }

    /// <summary>The formats that a view is there in.</summary>
    public abstract IReadOnlyList<string> Formats(string view, int count);

    /// <summary>Draws a view.</summary>
    public abstract ViewBody Draw(Conn conn, string view, string format, in ViewArguments arguments);

    /// <summary>The error for a view that is not there.</summary>
    protected InvalidOperationException Missing(string view, string format, int count) => new(
        $"The views of {Name} have no '{view}' in the format '{format}' that takes {count} arguments. Add a public static method '{view}' to the view class, such as UserHtml of UserController.");

    /// <summary>Of a controller without views.</summary>
    internal sealed class None(string name) : ViewTable
    {
        public override string Name => name;

        public override IReadOnlyList<string> Formats(string view, int count) => [];

        public override ViewBody Draw(Conn conn, string view, string format, in ViewArguments arguments) => throw Missing(view, format, arguments.Count);
    }
}
