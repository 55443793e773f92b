namespace Zhar.Web;

/// <summary>The seven actions of a resource. Source: Phoenix.Router.resources/4.</summary>
public enum ResourceAction
{
    /// <summary><c>GET /users</c></summary>
    Index,

    /// <summary><c>GET /users/:id/edit</c></summary>
    Edit,

    /// <summary><c>GET /users/new</c></summary>
    New,

    /// <summary><c>GET /users/:id</c></summary>
    Show,

    /// <summary><c>POST /users</c></summary>
    Create,

    /// <summary><c>PATCH /users/:id</c> and <c>PUT /users/:id</c></summary>
    Update,

    /// <summary><c>DELETE /users/:id</c></summary>
    Delete,
}
