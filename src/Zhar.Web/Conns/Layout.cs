namespace Zhar.Web;

/// <summary>What goes around a page: takes the request and what it is put around.</summary>
/// <param name="conn">The request, with its assigns, flash and nonce.</param>
/// <param name="inner">The page, or the inner layout with the page in it.</param>
public delegate Html Layout(Conn conn, Html inner);
