import PrinterModel

/// What is behind the interfaces of `ReceiptPrinter` and `SerialPrinter`.
public typealias ReceiptPrinterModel = PrinterModel.ReceiptPrinterModel
