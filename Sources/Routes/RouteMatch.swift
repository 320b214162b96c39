/// Search for the route of a request.
package enum RouteMatch: Sendable {
    /// Index of the route in the list, and the encoded parameters of the path.
    case route(Int, [String: Substring])
    /// Methods that the path has.
    case wrongMethod([RouteFacts.Method])
    case unknown

    /// Finds the route for a method and the path of a URL. A path without parameters goes before
    /// one with them.
    package init(_ method: String, _ path: Substring, in routes: [RouteFacts]) {
        var best: (index: Int, parameters: [String: Substring])?
        var methods: [RouteFacts.Method] = []
        for (index, route) in routes.enumerated() {
            guard let parameters = route.match(path) else { continue }
            methods.append(route.method)
            guard route.method.rawValue == method else { continue }
            if best == nil || parameters.isEmpty { best = (index, parameters) }
        }
        if let best {
            self = .route(best.index, best.parameters)
        } else {
            self = methods.isEmpty ? .unknown : .wrongMethod(methods)
        }
    }
}
