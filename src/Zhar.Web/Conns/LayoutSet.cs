namespace Zhar.Web;

/// <summary>What goes around a page: the root layout once, an inner one inside of it.</summary>
internal struct LayoutSet
{
    internal Layout? Root { get; set; }

    internal Layout? Inner { get; set; }
}
